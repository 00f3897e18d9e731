"""The gate between collectors and store: no number goes through because its source was broken."""

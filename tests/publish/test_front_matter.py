"""Front matter: whatever a desk writes into it, YAML reads the same back."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.front import front_matter

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029\ufeff\ufffe\uffff"), min_size=1
)


@given(title=TEXT, words=st.lists(TEXT, min_size=1), stance=TEXT)
def test_yaml_reads_back_what_was_written(title, words, stance):
    """Colons, quotes, ``no`` and numbers stay the text that they were."""
    written = front_matter({"tags": words, "title": title, "stance": stance})
    assert written.startswith("---\n")
    assert written.endswith("\n---\n")
    assert yaml.safe_load(written.removesuffix("---\n")) == {"title": title, "tags": words, "stance": stance}

"""Charts: pictures of the day's readings, from the same facts as the text."""

from generator.render.charts.drawing import draw as draw
from generator.render.charts.sparkline import spark as spark

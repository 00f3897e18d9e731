"""Some things have one home only: the clock, exit codes, the environment, printing."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))

CLOCKS = {"now", "utcnow", "today"}
STOPWATCHES = {"time", "time_ns", "monotonic", "perf_counter", "process_time"}


def called(module):
    """Yield (what, line) of everything a module calls or names with a dot: ``datetime.now``."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno


def clocks(module):
    """Yield the uses of a clock in a module."""
    for what, line in called(module):
        owner, _, name = what.rpartition(".")
        if (name in CLOCKS and owner.split(".")[-1] in {"datetime", "date", "pd", "Timestamp"}) or (
            owner == "time" and name in STOPWATCHES
        ):
            yield f"{module.relative_to(PACKAGE)}:{line}: {what}"


def imported(module):
    """Yield the names of all modules that a module imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def elsewhere(*homes):
    """Return the modules outside of ``homes``, files or folders of the package."""
    return [m for m in MODULES if not any(m == PACKAGE / home or PACKAGE / home in m.parents for home in homes)]


def test_the_only_clock_is_in_the_cli():
    """An article must not depend on when it is written."""
    assert [use for module in elsewhere("cli/__init__.py") for use in clocks(module)] == []


def test_the_guard_against_clocks_sees_one():
    """The cli has a clock, and the search finds it there."""
    assert any("datetime.now" in use for use in clocks(PACKAGE / "cli" / "__init__.py"))


def test_exit_codes_are_given_by_the_cli_alone():
    """A room that ends the process takes the message away from its user."""
    found = [
        f"{module.relative_to(PACKAGE)}:{line}"
        for module in elsewhere("cli/__init__.py")
        for what, line in called(module)
        if what in {"sys.exit", "os._exit", "exit", "quit", "SystemExit"}
    ]
    assert found == []


def test_the_environment_is_read_by_the_config_alone():
    """What a desk is set to stands in one place."""
    found = [
        f"{module.relative_to(PACKAGE)}:{line}"
        for module in elsewhere("config")
        for what, line in called(module)
        if what in {"os.environ", "os.getenv"}
    ]
    assert found == []


def test_only_the_console_prints():
    """Rooms return data; who shows it is a command's business."""
    found = [
        f"{module.relative_to(PACKAGE)}:{line}"
        for module in elsewhere("commands/console.py")
        for what, line in called(module)
        if what in {"print", "click.echo", "sys.stdout", "sys.stdout.write", "sys.stderr"}
    ]
    assert found == []


def test_nothing_is_drawn_without_a_seed():
    """The same inputs give the same bytes, so no room asks for chance."""
    drawn = {"random", "secrets", "uuid", "numpy.random"}
    found = [str(module.relative_to(PACKAGE)) for module in MODULES if drawn & set(imported(module))]
    assert found == []


#: What numpy has the processor's own instructions for, or a library that chooses by its make.
BY_PROCESSOR = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "cbrt", "sin", "cos", "tan",
    "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh", "dot", "vdot", "inner", "matmul", "einsum",
    "tensordot", "polyfit", "corrcoef", "cov", "linalg", "fft",
}  # fmt: skip


def by_processor(module):
    """Yield the computations of a module whose last digit is that of the machine."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            yield f"{module}:{node.lineno}: @"
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "np" and node.attr in BY_PROCESSOR:
            yield f"{module}:{node.lineno}: np.{node.attr}"


def test_no_fact_has_the_last_digit_of_its_machine():
    """Logarithms, exponentials and products are those of `metrics/arithmetic.py`, the same on every processor."""
    assert [use for module in MODULES for use in by_processor(module)] == []


def test_the_guard_against_the_machines_digits_sees_them(tmp_path):
    """A logarithm, a library of vectors and a product of two are what it looks for; a root is exact everywhere."""
    module = tmp_path / "module.py"
    module.write_text("np.log(a)\nnp.linalg.norm(a)\na @ b\nnp.sqrt(a)\na * b\n", encoding="utf-8")
    assert {use.rpartition(" ")[2] for use in by_processor(module)} == {"np.log", "np.linalg", "@"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_modules_stay_small_enough_to_read(module):
    """A module is under 300 lines, and a function under 50 beside its docstring."""
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            told = (ast.get_docstring(node, clean=False) or "").count("\n")
            assert (node.end_lineno or 0) - node.lineno - told < 50, node.name

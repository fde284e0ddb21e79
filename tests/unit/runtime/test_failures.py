"""What a failure inside an operator is for the user."""

import pytest
from polars.exceptions import PanicException

from drey.errors import EvaluationError, JobError
from drey.runtime.tasks.failures import JobCancelledError, naming


def test_a_panic_of_polars_is_an_evaluation_error_of_the_operator() -> None:
    with (
        pytest.raises(JobError, match="PanicException: out of bounds\ndetail: in operator 'Calc'") as caught,
        naming("Calc"),
    ):
        raise PanicException("out of bounds")
    assert caught.value.code == EvaluationError.code
    assert isinstance(caught.value.__cause__, PanicException)


def test_the_code_of_the_cause_is_kept() -> None:
    with pytest.raises(JobError) as caught, naming("Calc"):
        raise EvaluationError("/ by zero")
    assert caught.value.code == EvaluationError.code


@pytest.mark.parametrize("error", [JobCancelledError(), KeyboardInterrupt()])
def test_what_ends_a_task_passes(error: BaseException) -> None:
    with pytest.raises(type(error)), naming("Calc"):
        raise error

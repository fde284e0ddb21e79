"""Arguments of ``udf`` and ``udaf`` that older versions took."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from drey.pyflink.legacy.deprecation import warn_legacy


def accepts_udf_type(make: Callable[..., Any]) -> Callable[..., Any]:
    """Let ``make`` take ``udf_type`` for ``func_type``, as PyFlink did until 1.20."""

    @functools.wraps(make)
    def with_udf_type(*args: Any, **kwargs: Any) -> Any:
        if "udf_type" in kwargs:
            func_type = kwargs.pop("udf_type")
            warn_legacy(f"udf_type='{func_type}'", f"func_type='{func_type}'")
            kwargs["func_type"] = func_type
        return make(*args, **kwargs)

    return with_udf_type

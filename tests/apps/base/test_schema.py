from typing import Any

from drf_spectacular.generators import SchemaGenerator

from base.http import PROBLEM
from base.schema import declare_problems


def test_every_operation_declares_its_refusals_once() -> None:
    generator: Any = SchemaGenerator
    described = declare_problems(generator().get_schema(request=None, public=True))

    operations = [one for path in described["paths"].values() for one in path.values()]
    shapes = [one["responses"]["default"]["content"][PROBLEM]["schema"] for one in operations]
    assert len(operations) > 10
    assert shapes == [{"$ref": "#/components/schemas/Problem"}] * len(operations)
    assert "detail" in described["components"]["schemas"]["Problem"]["required"]

import pytest
from onnx import TensorProto, helper

from bartizan.learning.cards import Card
from bartizan.learning.registry import digest, save


def doubling(times: float) -> bytes:
    """A model that multiplies what it is given."""
    value = helper.make_tensor("times", TensorProto.FLOAT, [1], [times])
    graph = helper.make_graph(
        [helper.make_node("Mul", ["x", "times"], ["y"])],
        "multiply",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n"])],
        [value],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return made.SerializeToString()


@pytest.fixture
def put():
    """Put a model that multiplies on a shelf."""

    def do(shelf, times, *, version="1.0", features=1, name="multiply"):
        content = doubling(times)
        return save(shelf, Card(name, version, "arithmetic", features, digest(content)), content)

    return do

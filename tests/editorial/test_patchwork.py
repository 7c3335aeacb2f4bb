import pytest

from editorial.patchwork import COLUMNS, PATTERNS, ROWS, STRIDE, TILE, patch


def drawn(number):
    """What the eye sees of a patch of one shape."""
    found = patch(number, ["spazi"])
    return frozenset(found.solid), frozenset(found.half), frozenset(found.marks)


def test_same_number_gives_the_same_patch():
    assert patch(7, ["spazi", "culture"]) == patch(7, ["spazi", "culture"])


def test_no_two_numbers_give_the_same_patch():
    numbers = [*range(3000), *range(PATTERNS - 1000, PATTERNS)]
    assert len({drawn(number) for number in numbers}) == len(numbers)


def test_stride_leads_every_number_to_one_of_its_own():
    assert all(STRIDE % prime for prime in (2, 3))
    factors = PATTERNS
    for prime in (2, 3):
        while factors % prime == 0:
            factors //= prime
    assert factors == 1


def test_large_shape_is_the_first():
    marks = patch(12, ["culture", "spazi"]).marks
    largest = max(marks, key=lambda mark: mark.size)
    assert largest.shape == "culture"
    assert {mark.shape for mark in marks} == {"culture", "spazi"}


@pytest.mark.parametrize("number", [0, 1, 57, 10**6, PATTERNS - 1])
def test_everything_stays_inside(number):
    found = patch(number, ["spazi"])
    squares = [*found.solid, *found.half]
    squares += [(mark.x, mark.y, mark.size) for mark in found.marks]
    assert all(x >= 0 and x + side <= COLUMNS * TILE for x, _, side in squares)
    assert all(y >= 0 and y + side <= ROWS * TILE for _, y, side in squares)


def test_without_shapes_the_tiles_stay_plain():
    assert patch(3, []).marks == ()


def test_path_draws_every_square():
    found = patch(3, ["spazi"])
    assert found.solid_path.count("M") == len(found.solid)
    assert "h48v48h-48z" in found.solid_path

import pytest

from coi_app.rules import vehicles


@pytest.mark.parametrize("vin", ["1M8GDM9AXKP042788", "11111111111111111", "1FTFW1E50PFA00001"])
def test_the_ninth_sign_proves_the_others(vin: str) -> None:
    right = vin[:8] + vehicles.check_sign(vin) + vin[9:]
    assert vehicles.vin_problem(right, 2020) == ""
    mistyped = right[:16] + ("2" if right[16] != "2" else "3")
    assert "check digit" in vehicles.vin_problem(mistyped, 2020)


def test_a_known_vin() -> None:
    assert vehicles.check_sign("1M8GDM9AXKP042788") == "X"


@pytest.mark.parametrize(
    ("vin", "year", "said"),
    [
        ("1M8GDM9AXKP04278", 2020, "17 signs"),
        ("1M8GDM9AXKPO42788", 2020, "no letter I, O or Q"),
        ("1M8GDM9A-KP042788", 2020, "letters and digits"),
        ("１M8GDM9AXKP042788", 2020, "letters and digits"),
        ("ABC", 1965, "serial number"),
    ],
)
def test_what_is_wrong_is_said(vin: str, year: int, said: str) -> None:
    assert said in vehicles.vin_problem(vin, year)


def test_an_old_car_has_a_serial_number_of_its_own() -> None:
    assert vehicles.vin_problem("5F07A123456", 1965) == ""

"""The list of materials as a file."""

import pytest

from campaigns.models import Material
from campaigns.tests.builders import a_material
from dayan_safety.tests.list_desk import ListDesk

pytestmark = pytest.mark.django_db
MATERIALS = ListDesk("material", ["资料名称", "类别", "单位", "印制日期"])


def test_a_material_is_registered_with_its_initials_and_the_usual_measure() -> None:
    MATERIALS.bring_in(["《安全社区知识手册》", "手册", "", "2026年5月"])
    material = Material.objects.get()
    assert (material.form, material.measure, material.initials) == ("handbook", "份", "aqsqzssc")
    assert str(material.published_on) == "2026-05-01"


def test_it_is_found_with_or_without_the_marks_of_a_title() -> None:
    a_material(name="《告居民书》", form=Material.Form.LETTER)
    assert MATERIALS.counts(["告居民书", "公开信", "", ""]) == {"changed": 1}
    assert MATERIALS.counts(["《告居民书》", "公开信", "份", ""]) == {"unchanged": 1}
    assert MATERIALS.counts(["手册", "", "", ""], ["《手册》", "", "", ""]) == {"errors": 2}


def test_an_edit_leaves_what_a_line_does_not_say() -> None:
    material = a_material(name="折页", measure="张", form=Material.Form.LEAFLET)
    MATERIALS.bring_in(["折页", "", "", "2026-05-04"])
    material.refresh_from_db()
    assert (material.measure, material.form, str(material.published_on)) == ("张", "leaflet", "2026-05-04")

"""Who we are: logins, people, units, the committee and its working groups, posts and who held them."""

from committee.models.appointments import Appointment, LiaisonPost
from committee.models.bodies import Committee, WorkingGroup
from committee.models.people import Person
from committee.models.units import Unit, UnitAlias
from committee.models.users import User

__all__ = ["Appointment", "Committee", "LiaisonPost", "Person", "Unit", "UnitAlias", "User", "WorkingGroup"]

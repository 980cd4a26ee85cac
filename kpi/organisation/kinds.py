"""The kinds of unit, and which of them rank their people."""

from enum import StrEnum

from kpi.language.message import N_


class UnitKind(StrEnum):
    """What a unit is in the apparatus of the province."""

    PROVINCE = "province"
    AGENCY = "agency"
    PARTY_BODY = "party_body"
    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"
    DIVISION = "division"
    SERVICE_CENTRE = "service_centre"


KIND_NAMES = {
    UnitKind.PROVINCE: N_("province"),
    UnitKind.AGENCY: N_("provincial agency"),
    UnitKind.PARTY_BODY: N_("Party body"),
    UnitKind.COMMUNE: N_("commune"),
    UnitKind.WARD: N_("ward"),
    UnitKind.SPECIAL_ZONE: N_("special zone"),
    UnitKind.DIVISION: N_("division"),
    UnitKind.SERVICE_CENTRE: N_("public administrative service centre"),
}

COMMUNE_LEVEL = (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE)
RANKING = (
    UnitKind.PROVINCE,
    UnitKind.AGENCY,
    UnitKind.PARTY_BODY,
    *COMMUNE_LEVEL,
)  # whose head is the competent authority

"""What businesses of each trade buy, which forms come with it, and who asks them for certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coi_app.services.demo import forms
from coi_app.services.demo.coverages import Cover
from coi_app.services.demo.forms import Form
from coi_app.services.demo.holder_kinds import HolderKind

Forms = Mapping[Cover, tuple[Form, ...]]


@dataclass(frozen=True, slots=True)
class Trade:
    """`asks`: the kinds of holders and how often each; `wording`: the usual default description."""

    covers: tuple[Cover, ...]
    asks: Mapping[HolderKind, int]
    forms: Forms = field(default_factory=dict)
    wording: str = "All operations of the named insured."
    with_projects: bool = False


_GL, _AUTO, _UMB, _WC = Cover.LIABILITY, Cover.AUTO, Cover.UMBRELLA, Cover.WORKERS
_BUILDING = {
    HolderKind.BUILDER: 5,
    HolderKind.DEVELOPER: 4,
    HolderKind.PUBLIC: 3,
    HolderKind.ASSOCIATION: 2,
    HolderKind.LENDER: 1,
    HolderKind.DESIGNER: 1,
}
_SITE = "Project: {project}. All operations of the named insured."
_RESTRICTED = (
    "General liability carries CG 22 94 10 01, exclusion of damage to work performed by subcontractors."
)
_SITE_RESTRICTED = f"{_SITE}\n{_RESTRICTED}"
_CONTRACTOR_FORMS: Forms = {
    _GL: (forms.ONGOING, forms.COMPLETED, forms.WAIVER, forms.PRIMARY),
    _AUTO: (forms.AUTO_INSURED, forms.AUTO_WAIVER),
    _WC: (forms.WORKERS_WAIVER,),
}
_SUBCONTRACTOR_FORMS: Forms = {
    _GL: (forms.ONGOING, forms.COMPLETED, forms.WAIVER, forms.PRIMARY, forms.SUBCONTRACTORS),
    _AUTO: (forms.AUTO_SCHEDULED,),
    _WC: (forms.WORKERS_WAIVER,),
}

BUILDER = Trade(
    (_GL, _AUTO, _UMB, _WC, Cover.PROFESSIONAL),
    _BUILDING,
    {**_CONTRACTOR_FORMS, _GL: (*_CONTRACTOR_FORMS[_GL], forms.NOTICE)},
    _SITE,
    True,
)
SUBCONTRACTOR = Trade((_GL, _AUTO, _UMB, _WC), _BUILDING, _CONTRACTOR_FORMS, _SITE, True)
ROUGH_TRADE = Trade((_GL, _AUTO, _UMB, _WC), _BUILDING, _SUBCONTRACTOR_FORMS, _SITE_RESTRICTED, True)
EXCAVATOR = Trade((_GL, _AUTO, _UMB, _WC, Cover.POLLUTION), _BUILDING, _CONTRACTOR_FORMS, _SITE, True)
SERVICE = Trade(
    (_GL, _AUTO, _WC),
    {HolderKind.LANDLORD: 4, HolderKind.ASSOCIATION: 3, HolderKind.PUBLIC: 2, HolderKind.RETAIL: 2},
    {_GL: (forms.DESIGNATED, forms.WAIVER), _WC: (forms.WORKERS_WAIVER,)},
)
LANDLORD = Trade(
    (_GL, _UMB),
    {HolderKind.LENDER: 5, HolderKind.ASSOCIATION: 2, HolderKind.PUBLIC: 1, HolderKind.LANDLORD: 1},
    {_GL: (forms.DESIGNATED,)},
    "All locations of the named insured.",
)
MANAGER = Trade(
    (_GL, _UMB, Cover.PROFESSIONAL),
    {HolderKind.LANDLORD: 4, HolderKind.ASSOCIATION: 3, HolderKind.LENDER: 2},
    {_GL: (forms.DESIGNATED, forms.WAIVER)},
    "Property management operations of the named insured.",
)
TRUCKER = Trade(
    (_GL, _AUTO, _WC, Cover.CARGO),
    {HolderKind.SHIPPER: 6, HolderKind.RETAIL: 2, HolderKind.LENDER: 1},
    {_AUTO: (forms.AUTO_INSURED, forms.AUTO_WAIVER), _GL: (forms.DESIGNATED,)},
    "Hauling for hire.",
)
SHOP = Trade(
    (_GL, _WC),
    {HolderKind.LANDLORD: 4, HolderKind.RETAIL: 3, HolderKind.LENDER: 2, HolderKind.PUBLIC: 1},
    {_GL: (forms.PREMISES,)},
)
DESIGN = Trade(
    (_GL, _AUTO, Cover.PROFESSIONAL),
    {HolderKind.DEVELOPER: 3, HolderKind.PUBLIC: 4, HolderKind.BUILDER: 2},
    {_GL: (forms.DESIGNATED, forms.WAIVER, forms.PRIMARY)},
    "Professional services of the named insured.",
)
SOFTWARE = Trade(
    (_GL, Cover.CYBER, Cover.PROFESSIONAL),
    {HolderKind.RETAIL: 3, HolderKind.PUBLIC: 3, HolderKind.LANDLORD: 1},
    {_GL: (forms.DESIGNATED, forms.WAIVER)},
    "Services of the named insured.",
)
CLEANUP = Trade(
    (_GL, _AUTO, _WC, Cover.POLLUTION),
    {HolderKind.PUBLIC: 4, HolderKind.DEVELOPER: 3, HolderKind.LANDLORD: 2},
    {_GL: (forms.ONGOING, forms.COMPLETED, forms.WAIVER, forms.PRIMARY, forms.NOTICE)},
    "Environmental services of the named insured.",
)

"""The columns of a file of policies: a row for each line, so one column serves every line that has such a limit."""

from coi_app.rules import names
from coi_app.rules.coverage import AggregatePer, EndorsementKind, Line, Operations, Trigger
from coi_app.rules.facts import PolicyStatus
from coi_app.rules.import_layout import ColumnInWords as C
from coi_app.rules.import_layout import Layout

POLICY = (
    C("insured_name", "Insured Name", ("insured", "named insured", "first named insured", "client", "client name",
                                       "customer", "account name", "account")),
    C("carrier", "Carrier", ("carrier name", "company", "insurance company", "insurer", "writing company",
                             "issuing company", "underwriting company", "company name")),
    C("naic", "NAIC", ("naic code", "naic number", "naic no", "company naic")),
    C("line", "Line", ("line of business", "lob", "policy type", "coverage type", "type", "policy line", "coverage")),
    C("number", "Policy Number", ("policy", "policy no", "policy num", "pol number", "pol no", "policy nbr")),
    C("effective_on", "Effective Date", ("effective", "eff date", "effective on", "policy effective date", "inception",
                                         "inception date", "from", "start date", "policy eff", "eff")),
    C("expires_on", "Expiration Date", ("expiration", "exp date", "expires", "expiry date", "expiry", "to", "end date",
                                        "policy expiration date", "policy exp", "exp", "expires on")),
    C("status", "Status", ("policy status",)),
    C("cancelled_on", "Cancelled On", ("cancelled", "cancellation date", "cancel date", "canceled on")),
)  # fmt: skip
LIABILITY = (
    C("trigger", "Occurrence or Claims-Made", ("trigger", "claims made or occurrence", "occurrence claims made",
                                               "coverage form", "occ or claims made", "claims made")),
    C("commercial", "Commercial General Liability", ("cgl", "commercial general liability y n")),
    C("each_occurrence", "Each Occurrence", ("occurrence limit", "occ limit", "each occ",
                                             "occurrence", "gl each occurrence",
                                             "each occurrence limit", "per occurrence", "umbrella each occurrence")),
    C("damage_to_rented_premises", "Damage to Rented Premises", ("rented premises", "fire damage", "fire legal",
                                                                 "damage to premises rented to you")),
    C("medical_expense", "Medical Expense", ("med exp", "medical expenses", "medical payments", "med pay")),
    C("personal_and_advertising_injury", "Personal & Advertising Injury", ("personal adv injury", "pers adv injury",
                                                                           "personal injury",
                                                                           "personal and advertising injury")),
    C("general_aggregate", "General Aggregate", ("gen agg", "gl aggregate", "general agg")),
    C("products_completed_operations_aggregate", "Products-Completed Operations Aggregate",
      ("products comp op agg", "products completed ops aggregate", "products aggregate", "prod comp ops")),
    C("aggregate_per", "Aggregate Applies Per", ("aggregate per", "gen agg applies per", "agg limit applies per")),
    C("umbrella_or_excess", "Umbrella or Excess", ("umbrella excess", "excess or umbrella")),
    C("follows_form", "Follows Form", ("follow form",)),
    C("aggregate", "Umbrella Aggregate", ("aggregate", "aggregate limit", "excess aggregate")),
    C("deductible", "Deductible", ("ded",)),
    C("retention", "Retention", ("sir", "self insured retention")),
)  # fmt: skip
AUTOMOBILE = (
    C("autos", "Autos", ("covered autos", "auto symbols", "vehicles covered")),
    C("combined_single_limit", "Combined Single Limit", ("csl", "auto limit", "combined single")),
    C("bodily_injury_per_person", "Bodily Injury per Person", ("bi per person", "bodily injury person")),
    C("bodily_injury_per_accident", "Bodily Injury per Accident", ("bi per accident", "bodily injury accident")),
    C("property_damage", "Property Damage", ("pd", "pd limit", "property damage per accident")),
)  # fmt: skip
WORKERS = (
    C("per_statute", "Per Statute", ("statutory", "wc statutory", "wc statutory limits")),
    C("other_basis", "Other Basis"),
    C("anyone_excluded", "Anyone Excluded", ("excluded", "proprietor partner excluded", "officers excluded")),
    C("who_is_excluded", "Who Is Excluded", ("excluded persons",)),
    C("each_accident", "E.L. Each Accident", ("el each accident", "each accident", "employers liability")),
    C("disease_each_employee", "E.L. Disease Each Employee", ("el disease ea employee", "disease each employee")),
    C("disease_policy_limit", "E.L. Disease Policy Limit", ("el disease policy limit", "disease policy limit")),
)  # fmt: skip
OTHERS = (
    C("coverage_name", "Coverage Name", ("other coverage", "coverage name")),
    C("coverage_description", "Coverage Description"),
    C("limit_1_label", "Limit 1 Name"), C("limit_1_amount", "Limit 1"),
    C("limit_2_label", "Limit 2 Name"), C("limit_2_amount", "Limit 2"),
    C("limit_3_label", "Limit 3 Name"), C("limit_3_amount", "Limit 3"),
    C("option_one", "Other Box 1"), C("option_two", "Other Box 2"),
    C("other_label", "Other Limit Name"), C("other_limit", "Other Limit"),
)  # fmt: skip
ENDORSEMENTS = (
    C("additional_insured_form", "Additional Insured Form", ("ai form", "blanket ai", "ai", "blanket ai form",
                                                             "additional insured",
                                                             "blanket additional insured")),
    C("operations", "Additional Insured Operations", ("ai operations", "ongoing or completed")),
    C("waiver_form", "Waiver of Subrogation Form", ("waiver form", "waiver of subrogation", "blanket waiver")),
    C("primary_form", "Primary & Non-Contributory Form", ("primary form", "primary non contributory", "pnc form")),
    C("notice_form", "Notice of Cancellation Form", ("noc form", "notice of cancellation")),
    C("restriction_form", "Restriction Form", ("exclusion form", "restrictions", "exclusions")),
    C("condition", "Endorsement Condition", ("condition",)),
    C("approved_on", "Endorsements Approved On", ("approved on", "approved", "endorsement date")),
)  # fmt: skip
LAYOUT = Layout(
    (
        ("The policy", POLICY),
        ("General liability and umbrella", LIABILITY),
        ("Automobile", AUTOMOBILE),
        ("Workers compensation", WORKERS),
        ("Other coverages, boxes and limits", OTHERS),
        ("Blanket endorsements", ENDORSEMENTS),
    ),
    memory="policies",
)

_TWO_BOXES, _OTHER_LIMIT = frozenset({"option_one", "option_two"}), frozenset({"other_label", "other_limit"})
OF_LINE: dict[Line, frozenset[str]] = {
    Line.GENERAL_LIABILITY: frozenset(one.key for one in LIABILITY[:9]) | _TWO_BOXES | _OTHER_LIMIT,
    Line.AUTOMOBILE: frozenset(one.key for one in AUTOMOBILE) | _TWO_BOXES | _OTHER_LIMIT,
    Line.UMBRELLA: frozenset({"trigger", "each_occurrence"} | {one.key for one in LIABILITY[9:]})
    | _OTHER_LIMIT,
    Line.WORKERS_COMPENSATION: frozenset(one.key for one in WORKERS),
    Line.OTHER: frozenset({"trigger"} | {one.key for one in OTHERS[:8]}),
}
OF_ANY_LINE = frozenset(one.key for one in (*POLICY, *ENDORSEMENTS))
AMOUNTS = frozenset(
    {
        *(one.key for one in (*LIABILITY[2:8], *LIABILITY[11:], *AUTOMOBILE[1:], *WORKERS[4:])),
        *(f"limit_{place}_amount" for place in (1, 2, 3)), "other_limit",
    }
)  # fmt: skip
DAYS = ("effective_on", "expires_on", "cancelled_on", "approved_on")
FORM_COLUMNS: dict[str, EndorsementKind] = {
    "additional_insured_form": EndorsementKind.ADDITIONAL_INSURED,
    "waiver_form": EndorsementKind.WAIVER_OF_SUBROGATION,
    "primary_form": EndorsementKind.PRIMARY_NON_CONTRIBUTORY,
    "notice_form": EndorsementKind.NOTICE_OF_CANCELLATION,
    "restriction_form": EndorsementKind.RESTRICTION,
}


def _folded(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {names.folded(word): value for value, several in words.items() for word in several}


LINE_WORDS = _folded({
    Line.GENERAL_LIABILITY.value: ("General Liability", "GL", "CGL", "Commercial General Liability", "Liability",
                                   "CGL - Commercial General Liability", "Commercial GL", "GLIA"),
    Line.AUTOMOBILE.value: ("Automobile", "Auto", "Business Auto", "Commercial Auto", "Auto Liability", "BAP", "CA",
                            "Automobile Liability", "Commercial Automobile", "Business Automobile", "AUTOB"),
    Line.UMBRELLA.value: ("Umbrella", "Excess", "Umbrella/Excess", "Excess Liability", "Umbrella Liability", "UMB",
                          "Commercial Umbrella", "Umbrella & Excess", "CUMBR"),
    Line.WORKERS_COMPENSATION.value: ("Workers Comp", "Workers Compensation", "WC", "Work Comp", "WORK",
                                      "Workers' Compensation", "Worker's Compensation",
                                      "Workers Compensation and Employers Liability"),
    Line.OTHER.value: ("Other",),
})  # fmt: skip
IS_COMMERCIAL = frozenset(
    ("cgl", "commercial general liability", "commercial gl", "cgl commercial general liability")
)
IS_EXCESS = frozenset(("excess", "excess liability"))
STATUS_WORDS = _folded({
    PolicyStatus.ACTIVE.value: ("Active", "In Force", "Inforce", "Current", "Issued", "New", "Renewal", "Renewed",
                                "Expired",
                                "Reinstated", "Non-Renewed"),
    PolicyStatus.BOUND.value: ("Bound", "Binder"),
    PolicyStatus.CANCELLED.value: ("Cancelled", "Canceled", "Cancel"),
})  # fmt: skip
TRIGGER_WORDS = _folded({
    Trigger.OCCURRENCE.value: ("Occurrence", "Occ", "Occur"),
    Trigger.CLAIMS_MADE.value: ("Claims-Made", "Claims Made", "CM"),
})  # fmt: skip
PER_WORDS = _folded({
    AggregatePer.POLICY.value: ("Policy", "Per Policy"),
    AggregatePer.PROJECT.value: ("Project", "Per Project"),
    AggregatePer.LOCATION.value: ("Location", "Per Location", "Loc"),
})  # fmt: skip
OPERATIONS_WORDS = _folded({
    Operations.ONGOING.value: ("Ongoing", "Ongoing Operations"),
    Operations.COMPLETED.value: ("Completed", "Completed Operations"),
    Operations.BOTH.value: ("Both", "Ongoing and Completed"),
})  # fmt: skip
AUTO_WORDS = _folded({
    "any_auto": ("Any", "Any Auto", "1"),
    "owned": ("Owned", "All Owned", "Owned Only", "Owned Autos", "Owned Autos Only", "2"),
    "hired": ("Hired", "Hired Autos", "Hired Autos Only", "8"),
    "scheduled": ("Scheduled", "Scheduled Autos", "7"),
    "non_owned": ("Non-Owned", "Nonowned", "Non-Owned Autos", "Non-Owned Autos Only", "9"),
})  # fmt: skip
SHOWN: dict[str, dict[str, str]] = {
    "trigger": {Trigger.OCCURRENCE.value: "Occurrence", Trigger.CLAIMS_MADE.value: "Claims-Made"},
    "status": {"active": "Active", "bound": "Bound", "cancelled": "Cancelled"},
    "aggregate_per": {"policy": "Policy", "project": "Project", "location": "Location"},
    "operations": {"ongoing": "Ongoing", "completed": "Completed", "both": "Both"},
    "autos": {"any_auto": "Any", "owned": "Owned", "hired": "Hired", "scheduled": "Scheduled",
              "non_owned": "Non-Owned"},
}  # fmt: skip

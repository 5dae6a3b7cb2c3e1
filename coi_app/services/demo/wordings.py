"""The agency's description templates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """`insured_too`: for holders that are additional insureds."""

    name: str
    category: str
    body: str
    insured_too: bool = True
    portal_visible: bool = False


TEMPLATES: tuple[Template, ...] = (
    Template(
        "Ongoing operations, {project}", "Construction",
        "Project: {project}.\n{holder.name} is an additional insured on general liability for ongoing operations "
        "where required by written contract, per CG 20 10 04 13.",
        portal_visible=True,
    ),
    Template(
        "Additional insured, {project}", "Construction",
        "Project: {project}.\n{holder.name} is an additional insured on general liability for ongoing and completed "
        "operations where required by written contract, per CG 20 10 04 13 and CG 20 37 04 13.",
    ),
    Template(
        "Primary and waiver, {project}", "Construction",
        "Project: {project}.\n{holder.name} is an additional insured on general liability where required by written "
        "contract. General liability is primary and non-contributory where required by written contract, per "
        "CG 20 01 04 13. Waiver of subrogation applies on general liability where required by written contract, "
        "per CG 24 04 05 09.",
    ),
    Template(
        "Notice of cancellation, {project}", "Construction",
        "Project: {project}.\n30 days’ notice of cancellation applies on general liability, per CG 02 24 10 93.",
    ),
    Template(
        "Job only, {project}", "Construction", "Project: {project}. Contract: {contract} of {contract.date}.",
        portal_visible=True,
    ),
    Template("Lender, {loan_number}", "Lenders", "Loan {loan_number}. Location: {project}.", False),
    Template("Leased premises", "Premises", "Leased premises: {project}.", False, True),
    Template(
        "Additional insured, general", "General",
        "{holder.name} is an additional insured on general liability where required by written contract.",
    ),
    Template("All operations", "General", "All operations of {insured.name}.", False, True),
    Template("Loads tendered", "Trucking", "Loads tendered by {holder.name}.", False, True),
    Template(
        "Owner excluded from workers compensation", "General",
        "All operations of {insured.name}.\nExcluded from workers compensation: {policy.wc.excluded}.", False,
    ),
)  # fmt: skip

"""Every address of the application, in one place."""

from urllib.parse import quote, urlencode

from coi_app import settings

HOME = "/"
SIGN_IN = "/sign-in"
FORGOT = "/forgot"
WELCOME = "/welcome"
INVITE = "/invite/[link_token]"
RESET = "/reset/[link_token]"
CONFIRM_EMAIL = "/confirm-email/[link_token]"
INSUREDS = "/insureds"
INSURED = "/insureds/[insured_id]"
SEND = "/insureds/[insured_id]/send"
CERTIFICATES = "/certificates"
REVISE = "/certificates/[revised_id]/revise"
BATCH = "/batches/[batch_id]"
HOLDERS = "/holders"
HOLDER = "/holders/[holder_id]"
REQUESTS = "/requests"
RADAR = "/radar"
RENEWALS = "/renewals"
RENEWAL = "/renewals/[renewal_id]"
IMPORTS = "/imports"
IMPORT = "/imports/[import_id]"
ACTIVITY = "/activity"
OUTBOX = "/outbox"
SETTINGS = "/settings"
PORTAL = "/portal"
PORTAL_SEND = "/portal/send"
PORTAL_CERTIFICATES = "/portal/certificates"
PORTAL_FILES = "/portal/files"
PORTAL_ID_CARDS = "/portal/id-cards"
PORTAL_POLICIES = "/portal/policies"
PORTAL_REQUEST = "/portal/request"
PORTAL_COLLEAGUES = "/portal/colleagues"
PORTAL_HOLDERS_REVIEW = "/portal/holders-review"
PORTAL_PROFILE = "/portal/profile"
VERIFY = "/v/[code]"
ASK = "/ask/[request_code]"
DOWNLOAD = "/d/[download_token]"

DOWNLOAD_FILE = "/files/links/{download_token}.pdf"
POST_BOUNCES = "/hooks/bounces"
POST_SIGN_IN = "/auth/sign-in"
POST_SIGN_OUT = "/auth/sign-out"
POST_FORGOT = "/auth/forgot"
POST_PASSWORD = "/auth/password"
POST_CONFIRM_EMAIL = "/auth/confirm-email"
POST_PORTAL_VIEW = "/auth/portal-view"
POST_PORTAL_VIEW_END = "/auth/portal-view/end"
POST_FIRST_ADMIN = "/auth/first-admin"
POST_IMPORT = "/files/imports"
HOLDERS_CSV = "/files/holders.csv"
CARRIERS_CSV = "/files/carriers.csv"
INSUREDS_CSV = "/files/insureds.csv"
POLICIES_CSV = "/files/policies.csv"
IMPORT_TEMPLATE_CSV = "/files/imports/template.csv"
IMPORT_EXAMPLE_CSV = "/files/imports/example.csv"
POST_AGENCY_PICTURE = "/files/agency/{purpose}"
POST_LICENSED_FORM = "/files/forms"
POST_SHARED_FILE = "/files/shared"
POST_REQUEST_FILE = "/files/requests/{request_id:int}"
POST_SHARED_VERSION = "/files/shared/{file_id:int}/versions"


def is_portal(path: str) -> bool:
    """Whether it is a page of the portal."""
    return path.rstrip("/") == PORTAL or path.startswith(f"{PORTAL}/")


def insured(insured_id: int | str, tab: str = "", sub: str = "", **more: str) -> str:
    query = {"tab": tab, "sub": sub} | more
    return with_query(f"/insureds/{insured_id}", query)


def send(insured_id: int | str, **more: str) -> str:
    return with_query(f"/insureds/{insured_id}/send", more)


def portal_send(**more: str) -> str:
    """`holder`: go on to check and send; `sent`: a certificate that was just sent."""
    return with_query(PORTAL_SEND, more)


def batch(batch_id: int | str) -> str:
    return f"/batches/{batch_id}"


def certificate_file(certificate_id: int | str) -> str:
    return f"/files/certificates/{certificate_id}.pdf"


def revise(certificate_id: int | str) -> str:
    """Its revisions, and the next one."""
    return f"/certificates/{certificate_id}/revise"


def bulk_file(run_id: int | str) -> str:
    return f"/files/bulk/{run_id}"


def radar(insured_id: int | str = "", **more: str) -> str:
    """Untrue certificates, of one insured or of all."""
    return with_query(RADAR, {"insured": str(insured_id)} | more)


def renewals(insured_id: int | str = "") -> str:
    """Masters with a renewal, of one insured or of all."""
    return with_query(RENEWALS, {"insured": str(insured_id)})


def renewal(master_id: int | str) -> str:
    return f"/renewals/{master_id}"


def certificates(**asked: str) -> str:
    """Certificates Sent of the whole agency, narrowed."""
    return with_query(CERTIFICATES, asked)


def holder(holder_id: int | str) -> str:
    """The holder's dialog over the list; that of a merged one shows the one that stays."""
    return with_query(HOLDERS, {"holder": str(holder_id)})


def eo_file(certificate_id: int | str, ending: str) -> str:
    return f"/files/eo/{certificate_id}.{ending}"


def activity_list(asked: dict[str, str]) -> str:
    """Activity History as a CSV, narrowed as its page is."""
    return with_query("/files/activity.csv", asked)


def kept_mail(mail_id: int | str) -> str:
    return f"/files/outbox/{mail_id}.eml"


def master_draft(master_id: int | str) -> str:
    return f"/files/masters/{master_id}/draft.pdf"


def licensed_form(form_id: int | str) -> str:
    """Where the fields of a form are matched."""
    return with_query(SETTINGS, {"tab": "forms", "form": str(form_id)})


def licensed_form_page(form_id: int | str) -> str:
    return f"/files/forms/{form_id}/page.svg"


def licensed_form_example(form_id: int | str) -> str:
    return f"/files/forms/{form_id}/example.pdf"


def batch_file(batch_id: int | str) -> str:
    return f"/files/batches/{batch_id}"


def request_file(request_id: int | str) -> str:
    """Where a paper for a request is sent to."""
    return f"/files/requests/{request_id}"


def shared_file(file_id: int | str) -> str:
    return f"/files/shared/{file_id}"


def public(path: str) -> str:
    """The whole address, as holders reach this server."""
    return f"{settings.current().public_url.rstrip('/')}{path}"


def import_run(run_id: int | str) -> str:
    return f"/imports/{run_id}"


def rejected_csv(run_id: int | str) -> str:
    return f"/files/imports/{run_id}/rejected.csv"


def interests_csv(insured_id: int | str) -> str:
    return f"/files/insureds/{insured_id}/additional-interests.csv"


def verify(code: str) -> str:
    """The public page of a certificate."""
    return f"/v/{code}"


def ask(code: str) -> str:
    """The public page where holders ask for a certificate of one insured."""
    return f"/ask/{code}"


def download(token: str) -> str:
    """The public page of a download link."""
    return f"/d/{quote(token, safe='')}"


def download_file(token: str) -> str:
    return f"/files/links/{quote(token, safe='')}.pdf"


def with_query(path: str, query: dict[str, str]) -> str:
    """The address with the parameters that are not empty."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def local(address: object) -> str:
    """An address of ours to go on to after signing in; anything that could lead elsewhere becomes the home page."""
    text = str(address or "")
    if not text.startswith("/") or text.startswith("//") or "\\" in text or any(ord(c) < 32 for c in text):
        return HOME
    return text[:1000]

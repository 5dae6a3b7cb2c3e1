"""The rows that looks of the portal give, by one name each: its pages know no other room of queries."""

from coi_app.queries.certificates import CertificateRow
from coi_app.queries.holder_choices import HolderChoice
from coi_app.queries.policies import PolicyRow

__all__ = ["CertificateRow", "HolderChoice", "PolicyRow"]

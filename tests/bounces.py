"""Delivery status notifications (RFC 3464) as the mail servers of the world write them."""

from collections.abc import Mapping, Sequence

DIAGNOSTIC = "smtp; 550 5.1.1 <{to}>: Recipient address rejected: User unknown"
HEAD = """\
Return-Path: <>
From: MAILER-DAEMON@mx.halvorsenpg.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: certificates@kestrelvane.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Z1Q5.1772700000/mx.halvorsenpg.example"
Message-ID: {own_id}
In-Reply-To: {message_id}

This is a MIME-encapsulated message.

--4Z1Q5.1772700000/mx.halvorsenpg.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4Z1Q5.1772700000/mx.halvorsenpg.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.halvorsenpg.example
X-Postfix-Queue-ID: 4Z1Q5
Arrival-Date: Thu,  5 Mar 2026 09:42:17 -0700 (MST)

"""
RETURNED = """\
--4Z1Q5.1772700000/mx.halvorsenpg.example
Content-Description: Undelivered Message
Content-Type: {returned}

From: Kestrel & Vane Insurance <certificates@kestrelvane.example>
To: certs@halvorsenpg.example
Subject: Certificate of insurance
Message-ID: {message_id}
Date: Thu, 05 Mar 2026 09:42:17 -0700

"""


def report(
    message_id: str,
    *,
    recipients: Sequence[str] = ("certs@halvorsenpg.example",),
    action: str = "failed",
    returned: str = "message/rfc822",
    diagnostic: str = DIAGNOSTIC,
    own_id: str = "<20260305164217.4Z1Q5@mx.halvorsenpg.example>",
    fields: Mapping[str, str] | None = None,
) -> bytes:
    """`returned`: what of the mail comes back, "" for nothing. `fields` are further ones of each receiver."""
    parts = [HEAD.format(own_id=own_id, message_id=message_id)]
    more = "".join(f"{name}: {value}\n" for name, value in (fields or {}).items())
    for to in recipients:
        said = diagnostic.replace("{to}", to)
        parts.append(
            f"Final-Recipient: rfc822;{to}\n{more}Action: {action}\nStatus: 5.1.1\n"
            f"Remote-MTA: dns; mx.halvorsenpg.example\nDiagnostic-Code: {said}\n\n"
        )
    if returned:
        parts.append(RETURNED.format(returned=returned, message_id=message_id))
    parts.append("--4Z1Q5.1772700000/mx.halvorsenpg.example--\n")
    return "".join(parts).replace("\r\n", "\n").replace("\n", "\r\n").encode()

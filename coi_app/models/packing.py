"""JSON of which thousands are kept, deflated against the words that nearly all of it consists of.

A verdict of four policies takes 150 bytes instead of 800. What was stored before, plain JSON, is read as well.
"""

import json
import zlib
from functools import lru_cache
from typing import Any

# Part of every stored row: never change it. Other words would be a second dictionary beside it, told by the
# checksum with which a deflated text names its own.
WORDS = (
    b'[["R2","warn","policies"," expires on , in  days.","Send the renewal when it is there.","policy",'
    b'["R20","warn","holder.name","The holder\'s address has no state or ZIP code.","holder_address",'
    b'["R21","note","interest","Listed as additional insured, but ADDL INSD is asked for on no line.",'
    b'"Tick the lines on the additional interest.","interest",0],["R24","warn","description",'
    b'"The description was typed for this certificate; no template stands behind it.",'
    b'"Read it once more, and say why it is needed.","description",0],["R26","note","description",'
    b'["R4","warn","additional_insured","ADDL INSD stays blank on General Liability: no additional insured '
    b'endorsement on this policy.","Ask the carrier for an endorsement, or take back the wish.","endorsement",'
    b'["R6","warn","subrogation_waived","SUBR WVD stays blank on Workers Comp: no waiver endorsement on this '
    b'policy.","Record the written contract and its day.","contract","Ask the carrier to name this holder in '
    b'the schedule.","Enter the carrier\'s approval day once it is given."," is asked for on , and this master '
    b'shows no such policy.","Choose a master that shows it, or take back the wish.","master",0],'
    b'["R15","note","description"," restricts General Liability. It is listed in the description.","",'
    b'"description",'
    b'"other","Professional Liability","Cyber Liability","Pollution Liability","Inland Marine","Excess",'
    b'"Blank. No additional insured endorsement on this policy.","Follows form, and General Liability and '
    b'Automobile have it.","CG 20 11 04 13 is scheduled and does not name this holder."," names this holder. '
    b'Approved by the carrier "," is not approved by the carrier yet.","CG 20 26 04 13","Blank. This policy is '
    b'not in force.","Blank. This policy does not follow form and has no additional insured endorsement of its '
    b'own.",the day of the one on record is missing'
    b'{"boxes":[[,"general_liability","General Liability","","Blank. CG 20 10 04 13 and CG 20 37 04 13 ask for '
    b'a written contract, and none is on record.","","","Blank. CG 24 04 05 09 asks for a written contract, and '
    b'none is on record.",""],[,"automobile","Automobile","","Blank. CA 20 48 10 13 asks for a written contract, '
    b'and none is on record.","","","Blank. CA 04 44 10 13 asks for a written contract, and none is on record.",'
    b'""],[,"umbrella","Umbrella","","Blank. Follows form, but no line under it on this certificate has ADDL '
    b'INSD.","","","Blank. No waiver endorsement on this policy.",""],[,"workers_compensation","Workers Comp",'
    b'"-","Workers Comp has no ADDL INSD box.","","","Blank. WC 00 03 13 04 84 asks for a written contract, and '
    b'none is on record.",""]],"findings":[]}'
    b'{"boxes":[[,"general_liability","General Liability","Y","CG 20 10 04 13 and CG 20 37 04 13, blanket. '
    b'Written contract of /202 is on record.","","Y","CG 24 04 05 09, blanket. Written contract of /202 is on '
    b'record.",""],[,"automobile","Automobile","","Blank. Not asked for on this line; CA 20 48 10 13 would give '
    b'it.","","","Blank. Not asked for on this line; CA 04 44 10 13 would give it.",""],[,"umbrella","Umbrella",'
    b'"","Blank. Not asked for on this line; Following form, Umbrella would give it.","","","Blank. No waiver '
    b'endorsement on this policy.",""],[,"workers_compensation","Workers Comp","-","Workers Comp has no ADDL '
    b'INSD box.","","","Blank. Not asked for on this line; WC 00 03 13 04 84 would give it.",""]],'
    b'"findings":[]}'
    b" Property Management Development Construction Builders Contractors Holdings Partners Associates County "
    b"City of Public Works Department School District Community Bank Credit Union Apartments Group Company, "
    b"Street, Avenue, Road, Boulevard, Drive, Lane, Suite , Inc. LP LLC"
    b'{"boxes":[[,"",""],[,"Y","Y"],[,"Y",""],[,"-","Y"],[,"-",""]],"holder":{"address":{"city":"","line_one":"",'
    b'"line_two":"","state":"","zip_code":""},"attention":"","name":"'
)
_WINDOW, _MEMORY = 13, 6  # as powers of two: 8 KB reach over the words and one text; setting up is quick
_begun = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, WORDS)
_PLAIN = b"{"


_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def packed(value: Any) -> bytes:
    return _deflated(_encoder.encode(value))


@lru_cache(maxsize=200)  # verdicts, which many holders of a batch have alike
def _deflated(text: str) -> bytes:
    deflating = _begun.copy()
    return deflating.compress(text.encode()) + deflating.flush()


def unpacked(data: bytes) -> Any:
    """Raises zlib.error or ValueError when the bytes are not what `packed` made."""
    if data.startswith(_PLAIN):
        return json.loads(data)
    return json.loads(zlib.decompressobj(zdict=WORDS).decompress(data).decode())

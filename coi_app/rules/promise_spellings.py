"""How the trade shortens and misspells its promises: "AI on GL", "WOS", "30-day NOC", "prim/noncon".

Pieces of `promise_phrases`, searched like those. A shortening that is also a trade, a place or part of a name counts
only where a word beside it says what is meant.
"""

DAYS = r"(?:\d{1,3}|ten|fifteen|twenty|thirty|forty[- ]?five|sixty|ninety)"
GAP = r"[ ./()_'\"-]{0,3}"
ADDITIONAL = r"(?:add?(?:i?t+i?o?n+al(?:ly)?|t?n?'?l)\.?|added)"
INSURED = r"(?:insureds?|insurds?|insurreds?|insuerds?|insreds?|insds?|ins'ds?|assureds?)"
SUBROGATION = r"(?:subr[a-z]{0,12}|surb[a-z]{4,10})"
AGGREGATE = r"agg(?:regates?|\.)?"
PROJECT = r"(?:construction )?(?:projects?|proj|jobs?)\b"
LOCATION = r"(?:designated )?(?:locations?|locs?)\b"
OR = r" ?(?:/|&|and|or|,) ?(?:per |each )?"
HOLDER = (
    r"(?:holders?|owners?|landlords?|lessors?|lenders?|mortgagees?|general contractor|gc|clients?|customers?)"
)

_AND = r" ?(?:,|/|&|\+|and)(?: and)? ?"
_PNC = r"p ?(?:&|/|and) ?nc|pnc"
_POLICY = r"(?:c?gl|liability|polic(?:y|ies)|coverage|insurance|umbrella)"
_HAS = r"(?:includes?|has|have|with|gives?|provides?)"
_BESIDE = rf"(?:wos|waivers?|{_PNC}|prim|primary|noc|loss payee|lp|subro\w*|\d\d[ -]days?)\b"
_AI = r"(?:a\.i\.?|a/i|a-i|ai)(?:'?s)?(?![a-z0-9])(?!-[a-z])"
# What follows where "AI" is no part of a name: nothing, a mark, or a word that goes on about the promise.
_GOES_ON = (
    r"(?:on|under|for|per|as|where|when|if|with|to|by|re|via|unless|only|status"
    r"|in (?:favou?r|respect|regard|connection)"
    r"|and (?:the )?(?:also|is|are|has|have|c?gl|general liability|polic(?:y|ies)|coverages?|insurance"
    rf"|{_BESIDE}))\b"
)
_NO_NAME = rf"(?= ?(?:$|[,:;)/&+\"]|-(?: |$)|w/|{_GOES_ON}))"
_LINE = r"(?:c?gl\b|umb|ongoing|(?:cg|ca|cu|cx) \d\d)"
_LINE_IN_WORDS = (
    r"(?:general liab|auto|excess|liability|polic|wc\b|work(?:er|men)|(?:all|both) (?:lines|polic|liab|cov|op)"
    r"|completed|ops\b|(?:certificate )?holder)"
)
_ON = r"(?:(?: (?:is|are|applies|apply|given|granted))? (?:on|under|for|per|re)|:| -)"

AI_PHRASES = (
    # "is an AI", "listed as A.I. on", "holder: AI"
    r"(?:is|are|be|been|being|as|becomes?|named|added|included|listed|shown|also"
    rf"|{HOLDER}(?::| =| -)?) (?:an? |the )?{_AI}{_NO_NAME}",
    # "AI GL", "AI on auto", "AI: holder", "AI is the holder"
    rf"{_AI}{_ON}? (?:the |an? )?{_LINE}",
    rf"{_AI}{_ON} (?:the |an? )?{_LINE_IN_WORDS}",
    rf"(?<!.){_AI} (?:is|are) (?:the )?(?:certificate )?holder",
    # "AI status", "AI applies", "AI as required"
    rf"{_AI} (?:status|wording|coverage|endors|endt|appl(?:y|ies)\b|included|granted|given)",
    rf"{_AI} (?:(?:as|where|when|if) req|per (?:written )?contract)",
    rf"(?:blanket|automatic|full) {_AI}",
    # "AI, WOS and P&NC", "subro waiver/AI"
    rf"{_AI}{_AND}{_BESIDE}",
    rf"(?:wos|waiver|subrogation|subrog?|contrib\w*|p&nc|pnc|noc){_AND}{_AI}{_NO_NAME}",
    # "GL includes AI", "Halvorsen LLC (AI)", "Halvorsen (A/I)", and a sentence that is nothing else
    rf"{_POLICY} (?:\w+ ){{0,2}}?{_HAS} (?:an? )?{_AI}{_NO_NAME}",
    rf"(?:{HOLDER}|inc\.?|llc|corp\.?|company|co\.?|group) \({_AI}\)",
    r"[(,] ?a/i(?![a-z0-9])",
    rf"(?<!.){_AI}(?=$| ?[:=])",
)

# "WOS Construction" and "NOC building" are names.
_IN_A_NAME = (
    r",? (?:inc|llc|corp|co|company|ltd|group|partners|building|bldg|tower|center|centre|street|st|avenue|road"
    r"|campus|site|room|floor|project|plaza|hall|staff|technicians?|desk|construction|builders|electric"
    r"|contracting|services|properties|realty|holdings|systems|energy|industries|foods)\b"
)
WOS = rf"w\.?o\.?s\b(?!{_IN_A_NAME})"

NOC_PHRASES = (
    # "30-day NOC", "thirty (30) days prior NOC"
    rf"{DAYS}[ -]?(?:\({DAYS}\)[ -]?)?(?:d|days?)?'?[ -]?(?:(?:advance|prior|written) )*n\.?o\.?c\b"
    rf"(?!{_IN_A_NAME})",
    # "NOC applies", "NOC to holder", "NOC: 30 days"
    r"noc (?:appl(?:y|ies)|wording|endors|is (?:given|included)|included|given|granted|will|shall)",
    r"noc (?:per (?:written )?contract|(?:to|for) (?:the )?(?:certificate )?holder)|noc:? \(?\d\d",
    # "AI, WOS, NOC", "policy includes NOC"
    rf"(?:ai|a/i|wos|{_PNC}|waiver|subro\w*|insured|primary|contrib\w*){_AND}noc\b(?!{_IN_A_NAME})",
    rf"{_POLICY} (?:\w+ ){{0,2}}?{_HAS} noc\b",
)

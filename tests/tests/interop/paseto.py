"""PURPOSE KEY_HEX TOKEN IMPLICIT: prints the claims of a token, or why it is none."""
import json
import sys

import pyseto
from pyseto import Key

purpose, key, token, implicit = sys.argv[1:]
material = bytes.fromhex(key)
key = Key.new(4, "local", material) if purpose == "local" else Key.from_asymmetric_key_params(4, x=material)
try:
    decoded = pyseto.decode(key, token, implicit_assertion=implicit.encode())
    print(json.dumps({"claims": json.loads(decoded.payload)}))
except Exception as fault:
    print(json.dumps({"fault": type(fault).__name__}))

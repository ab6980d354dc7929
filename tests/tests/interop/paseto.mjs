// make LIBRARY PURPOSE PASERK CLAIMS FOOTER IMPLICIT prints a token;
// read LIBRARY PURPOSE PASERK TOKEN - IMPLICIT prints its claims, or why it is none.
import { PublicProtocol } from 'paseto';
import * as v4 from 'paseto/v4/public';
import * as ts from 'paseto-ts/v4';

const [action, library, purpose, key, text, footer, implicit] = process.argv.slice(1);
const bytes = (text) => new TextEncoder().encode(text);
const Public = new PublicProtocol(
  v4.ImportPublicKeyFactory, v4.ImportSecretKeyFactory, v4.SignFactory, v4.VerifyFactory);
// When it reads, it takes times with three digits of a second at most, and ours have nine.
const options = { assertion: implicit, addIat: false, addExp: false, validatePayload: action === 'make' };

const programs = {
  paseto: {
    make: async () => Public.Sign(await Public.ImportSecretKey(key), JSON.parse(text),
      { footer: bytes(footer), implicitAssertion: bytes(implicit), addIssuedAt: false }),
    read: async () => (await Public.Verify(await Public.ImportPublicKey(key), text,
      { implicitAssertion: bytes(implicit) })).claims,
  },
  'paseto-ts': {
    make: async () => (purpose === 'public' ? ts.sign : ts.encrypt)(key, JSON.parse(text), { footer, ...options }),
    read: async () => (await (purpose === 'public' ? ts.verify : ts.decrypt)(key, text, options)).payload,
  },
};

try {
  const made = await programs[library][action]();
  console.log(action === 'make' ? made : JSON.stringify({ claims: made }));
} catch (fault) {
  if (action === 'make') throw fault;
  console.log(JSON.stringify({ fault: fault.message }));
}

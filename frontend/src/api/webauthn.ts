/** WebAuthn between allauth's JSON and the browser's buffers, for browsers with and without the JSON methods of the standard. */

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function toText(buffer: ArrayBuffer): string {
  let plain = "";
  for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const withBytes = (list: PublicKeyCredentialDescriptorJSON[] | undefined): PublicKeyCredentialDescriptor[] =>
  (list ?? []).map((item) => ({ type: "public-key", id: toBytes(item.id), ...(item.transports ? { transports: item.transports as AuthenticatorTransport[] } : {}) }));

/** A credential as allauth reads it; buffers as unpadded base64url. */
export interface PasskeyAnswer {
  id: string;
  rawId: string;
  type: string;
  response: Record<string, string | string[] | null>;
  clientExtensionResults: AuthenticationExtensionsClientOutputs;
}

export const passkeysWork = () => typeof PublicKeyCredential !== "undefined";

export class PasskeyStopped extends Error {}

function credentialOf(credential: Credential | null): PublicKeyCredential {
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyStopped();
  return credential;
}

export async function createPasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyAnswer> {
  const { excludeCredentials, challenge, user, extensions: _extensions, ...rest } = options;
  const publicKey = {
    ...rest,
    challenge: toBytes(challenge),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: withBytes(excludeCredentials),
    extensions: { credProps: true },
  } as PublicKeyCredentialCreationOptions;
  const credential = credentialOf(await ask(() => navigator.credentials.create({ publicKey })));
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports(),
    },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

export async function assertPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<PasskeyAnswer> {
  const { allowCredentials, challenge, extensions: _extensions, ...rest } = options;
  const publicKey = { ...rest, challenge: toBytes(challenge), allowCredentials: withBytes(allowCredentials) } as PublicKeyCredentialRequestOptions;
  const credential = credentialOf(await ask(() => navigator.credentials.get({ publicKey })));
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle === null ? null : toText(response.userHandle),
    },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(dialog: () => Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await dialog();
  } catch (cause) {
    throw new PasskeyStopped(undefined, { cause });
  }
}

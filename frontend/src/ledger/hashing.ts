import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as digest } from "@noble/hashes/sha2.js";

/** Not WebCrypto: that waits a turn for each of thousands of hashes, and is absent on a page without TLS. */

export const sha256 = (data: Uint8Array): Uint8Array => digest(data);

export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(digest, key, message);

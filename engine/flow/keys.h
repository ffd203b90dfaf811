// SPDX-License-Identifier: Apache-2.0
// Inside the flow room only: the workspace key and what is derived from it.
// One random 256-bit key; ledger, lake, archive and blind index each get a subkey of their own (libsodium's KDF).
// It lies in workspace.key (0600), or wrapped in workspace.json under a key made from a passphrase (Argon2id).
#pragma once

#include <string>

#include "base/result.h"
#include "flow/workspace.h"

namespace zhike::flow {

struct Keys {
  std::string ledger, lake, archive;  // 64 hexadecimal digits each; archive: 32 characters, AES-256
  std::string index;                  // 32 raw bytes
};

// Makes a new key and stores it; returns what belongs into workspace.json under "key".
Result<std::string> make_key(const InitOptions& options);
// Reads the key back. `description` is what make_key returned. Fails with wrong_key.
Result<Keys> open_key(const std::string& description, const OpenOptions& options);

}  // namespace zhike::flow

// SPDX-License-Identifier: Apache-2.0
// Versions of the standard in the ledger, and the review of dimension codes by a second person (四眼).
// Every version that was ever active stays there whole, so the hash a run records can always be read again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "standard/changes.h"
#include "standard/standard.h"

namespace zhike::standard {

struct Version {
  std::int64_t number = 0;
  std::string hash, status, author, created_at;  // status: published (the active one), retired
};

// A new or changed dimension item. It becomes part of the active standard when someone other than `author` approves it.
struct Proposal {
  std::int64_t id = 0;
  std::string dimension, code;
  std::string before, after;  // canonical JSON of the item; before is empty for a new one
  std::string status;         // proposed, returned, published
  std::string author, reviewer, created_at, decided_at;
};

struct Published {
  bool changed = false;               // false: the files are the active version already
  std::string hash;                   // of the active version now
  std::vector<Proposal> proposals;    // what waits for review after this
};

// The newest published version; nullptr when none was ever published.
Result<std::shared_ptr<const Standard>> active_standard(const ledger::Ledger& ledger);
// Fails with not_found.
Result<std::shared_ptr<const Standard>> standard_by_hash(const ledger::Ledger& ledger, const std::string& hash);
Result<std::vector<Version>> versions(const ledger::Ledger& ledger);  // newest first

// Makes `files` the active version, except for dimension items that are new or changed: these wait as proposals of
// `author`. The very first version is taken whole. Fails with conflict, and changes nothing, when a used code would be
// lost or change its meaning (changes.h: broken_codes). Publishing the same files twice changes nothing.
Result<Published> publish(ledger::Ledger& ledger, const Standard& files, const std::string& author);

// `status` proposed, returned, published, or empty for all; oldest first.
Result<std::vector<Proposal>> proposals(const ledger::Ledger& ledger, const std::string& status = "proposed");
// The item becomes active: a new version. Fails with forbidden when `reviewer` is the author, not_found, or conflict
// when it was decided already.
Result<std::shared_ptr<const Standard>> approve(ledger::Ledger& ledger, std::int64_t proposal, const std::string& reviewer);
// The item does not become active; authors may return their own. Fails with not_found or conflict.
Status return_proposal(ledger::Ledger& ledger, std::int64_t proposal, const std::string& reviewer);

}  // namespace zhike::standard

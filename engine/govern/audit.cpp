// SPDX-License-Identifier: Apache-2.0
#include "govern/audit.h"

#include "base/clock.h"
#include "base/hash.h"

namespace zhike::govern {
namespace {

// Each part is preceded by its length, so that no two different rows give the same text.
std::string hash_of(std::int64_t sequence, const std::string& at, const Act& act, const std::string& previous) {
  std::string text = std::to_string(sequence);
  for (const std::string* part : {&at, &act.actor, &act.operation, &act.object, &act.purpose, &act.result, &previous})
    text += '|' + std::to_string(part->size()) + ':' + *part;
  return sha256(text);
}

}  // namespace

Status record_act(ledger::Ledger& ledger, const Act& act) {
  return ledger.write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(std::int64_t sequence, session.whole("SELECT max(sequence) FROM audit"));
    ZK_TRY_SET(std::string previous, session.text("SELECT hash FROM audit WHERE sequence = ?1", {sequence}));
    std::string at = now_utc();
    ++sequence;
    return session.execute("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                           {sequence, at, act.actor, act.operation, act.object, act.purpose, act.result, previous,
                            hash_of(sequence, at, act, previous)});
  });
}

Result<std::int64_t> first_broken_act(const ledger::Ledger& ledger) {
  std::int64_t broken = 0;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto statement, session.prepare(
        "SELECT sequence, at, actor, operation, object, purpose, result, previous_hash, hash FROM audit ORDER BY sequence"));
    std::string previous;
    std::int64_t expected = 1;
    for (;; ++expected) {
      ZK_TRY_SET(bool found, statement.step());
      if (!found) return done();
      Act act{statement.text(2), statement.text(3), statement.text(6), statement.text(4), statement.text(5)};
      std::string hash = hash_of(statement.whole(0), statement.text(1), act, statement.text(7));
      if (statement.whole(0) != expected || statement.text(7) != previous || statement.text(8) != hash) {
        broken = expected;
        return done();
      }
      previous = hash;
    }
  }));
  return broken;
}

}  // namespace zhike::govern

// SPDX-License-Identifier: Apache-2.0
#include "resolve/codes.h"

#include <algorithm>
#include <unordered_map>

#include "kernels/cuid.h"
#include "resolve/cuid_assignment.h"

namespace zhike::resolve {
namespace {

std::uint64_t number_of(const std::string& cuid) { return std::strtoull(cuid.substr(1, 10).c_str(), nullptr, 10); }

struct Given {
  std::vector<RecordNumber> numbers;  // by record
  std::unordered_map<std::uint64_t, char> letters;
  std::uint64_t next_free = 1;
};

Result<Given> read_given(const ledger::Ledger& ledger) {
  Given given;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto records, session.prepare("SELECT record_id, cuid FROM record_code ORDER BY record_id"));
    for (;;) {
      ZK_TRY_SET(bool found, records.step());
      if (!found) break;
      given.numbers.push_back({static_cast<std::uint64_t>(records.whole(0)), number_of(records.text(1))});
    }
    ZK_TRY_SET(auto codes, session.prepare("SELECT cuid FROM customer_code"));
    for (;;) {
      ZK_TRY_SET(bool found, codes.step());
      if (!found) return done();
      std::string cuid = codes.text(0);
      given.letters.emplace(number_of(cuid), cuid.front());
      given.next_free = std::max(given.next_free, number_of(cuid) + 1);
    }
  }));
  return given;
}

const char* name_of(IdentityChange change) {
  switch (change) {
    case IdentityChange::created: return "created";
    case IdentityChange::assigned: return "joined";
    case IdentityChange::merged: return "merged";
    case IdentityChange::split: return "split";
    case IdentityChange::moved: return "moved";
  }
  return "";
}

// Codes carry the letter they were made with; a new one takes its entity's.
using Letters = std::unordered_map<std::uint64_t, char>;

std::string code_of(const Letters& letters, std::uint64_t number) {
  auto found = letters.find(number);
  return kernels::make_cuid(found == letters.end() ? 'P' : found->second, number);
}

Status write_events(ledger::Session& session, std::int64_t run_id, const CuidAssignment& now, const Letters& letters,
                    const std::unordered_map<std::uint64_t, std::int64_t>& sizes, RunResult& result) {
  ZK_TRY_SET(auto code, session.prepare("INSERT INTO customer_code (cuid, run_id) VALUES (?1, ?2)"));
  ZK_TRY_SET(auto event, session.prepare(
      "INSERT INTO identity_event (run_id, kind, cuid, other, records_count) VALUES (?1, ?2, ?3, ?4, ?5)"));
  for (const auto& change : now.events) {
    std::string cuid = code_of(letters, change.number), other = change.other ? code_of(letters, change.other) : std::string();
    bool is_new = change.change == IdentityChange::created || change.change == IdentityChange::split;
    if (is_new) {
      code.bind_text(1, cuid);
      code.bind_whole(2, run_id);
      ZK_TRY(code.step());
      code.reset();
    }
    if (change.change == IdentityChange::merged)
      ZK_TRY(session.execute("UPDATE customer_code SET merged_into = ?2 WHERE cuid = ?1", {other, cuid}));
    auto size = sizes.find(change.number);
    event.bind_whole(1, run_id);
    event.bind_text(2, name_of(change.change));
    event.bind_text(3, cuid);
    event.bind_text(4, other);
    event.bind_whole(5, is_new && size != sizes.end() ? size->second : 1);
    ZK_TRY(event.step());
    event.reset();
    result.codes_made += is_new;
    result.codes_merged += change.change == IdentityChange::merged;
    result.codes_split += change.change == IdentityChange::split;
  }
  return done();
}

Status write_numbers(ledger::Session& session, const CuidAssignment& now, const std::vector<RecordNumber>& before, const Letters& letters) {
  ZK_TRY_SET(auto insert, session.prepare("INSERT OR REPLACE INTO record_code (record_id, cuid) VALUES (?1, ?2)"));
  std::size_t at = 0;
  for (const auto& record : now.numbers) {
    while (at < before.size() && before[at].record_id < record.record_id) ++at;
    if (at < before.size() && before[at] == record) continue;
    std::string cuid = code_of(letters, record.number);
    insert.bind_whole(1, static_cast<std::int64_t>(record.record_id));
    insert.bind_text(2, cuid);
    ZK_TRY(insert.step());
    insert.reset();
  }
  return done();
}

}  // namespace

Result<std::vector<std::string>> give_codes(flow::Context& context, const std::vector<Solved>& solved, RunResult& result) {
  ZK_TRY_SET(Given given, read_given(context.workspace().ledger()));
  std::vector<ClusterMember> members;
  std::unordered_map<std::uint64_t, char> entity_letter;  // of a record
  for (const auto& part : solved) {
    char letter = part.records.entity == "organisation" ? 'O' : 'P';
    for (std::size_t row = 0; row < part.records.record_ids.size(); ++row) {
      auto record = static_cast<std::uint64_t>(part.records.record_ids[row]);
      members.push_back({record, static_cast<std::uint64_t>(part.records.record_ids[part.outcome.cluster[row]]), 1});
      if (letter == 'O') entity_letter.emplace(record, letter);
    }
  }
  CuidAssignment now = assign_cuids(members, given.numbers, given.next_free);
  std::unordered_map<std::uint64_t, std::int64_t> sizes;
  for (const auto& record : now.numbers) {
    ++sizes[record.number];
    bool organisation = entity_letter.contains(record.record_id);
    given.letters.emplace(record.number, organisation ? 'O' : 'P');
  }
  result.customers_count = static_cast<std::int64_t>(sizes.size());
  ZK_TRY(context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY(write_events(session, context.run_id(), now, given.letters, sizes, result));
    return write_numbers(session, now, given.numbers, given.letters);
  }));
  std::vector<std::string> cuids;
  cuids.reserve(members.size());
  for (const auto& member : members) {
    auto at = std::lower_bound(now.numbers.begin(), now.numbers.end(), member.record_id,
                               [](const RecordNumber& record, std::uint64_t id) { return record.record_id < id; });
    cuids.push_back(code_of(given.letters, at->number));
  }
  return cuids;
}

Result<Constraints> read_verdicts(flow::Context& context, const Records& records) {
  Constraints out;
  auto row_of = [&](std::int64_t record) {
    auto at = std::lower_bound(records.record_ids.begin(), records.record_ids.end(), record);
    return at != records.record_ids.end() && *at == record ? at - records.record_ids.begin() : std::ptrdiff_t{-1};
  };
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    // The newest verdict about a pair is the one that holds.
    ZK_TRY_SET(auto verdicts, session.prepare(
        "SELECT left_id, right_id, verdict FROM verdict v WHERE verdict_id = (SELECT max(verdict_id) FROM verdict w "
        "WHERE w.left_id = v.left_id AND w.right_id = v.right_id) ORDER BY left_id, right_id"));
    for (;;) {
      ZK_TRY_SET(bool found, verdicts.step());
      if (!found) return done();
      std::ptrdiff_t left = row_of(verdicts.whole(0)), right = row_of(verdicts.whole(1));
      if (left < 0 || right < 0) continue;
      std::pair<std::uint32_t, std::uint32_t> pair(static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(right));
      if (verdicts.text(2) == "same") out.same.push_back(pair);
      if (verdicts.text(2) == "different") out.different.push_back(pair);
    }
  }));
  return out;
}

}  // namespace zhike::resolve

// SPDX-License-Identifier: Apache-2.0
#include "resolve/relations.h"

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "resolve/act_rows.h"
#include "resolve/moments.h"
#include "resolve/registry.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

constexpr std::array<std::string_view, 4> kinds = {"family", "employer", "branch", "group_company"};

Result<Code> code_of(ledger::Session& session, std::int64_t record) {
  std::uint64_t id = static_cast<std::uint64_t>(record);
  ZK_TRY_SET(RegistryState state, read_registry(session, std::span(&id, 1)));
  return state.present(code_at(state.place_of(id)));
}

Result<std::string> customer_of(ledger::Session& session, std::int64_t record) {
  ZK_TRY_SET(const Code code, code_of(session, record));
  return cuid_of(code);
}

// Who may stand on which side. A person may control a company, so only what is controlled is asked of group_company.
Status refuse_wrong_ends(const std::string& kind, Code left, Code right) {
  const bool left_person = letter_of(left) == CodeLetter::person, right_person = letter_of(right) == CodeLetter::person;
  if (kind == "family" && !(left_person && right_person)) return Error{ErrorCode::bad_request, "family links two persons; one of these customers is an organisation"};
  if (kind == "employer" && !(left_person && !right_person))
    return Error{ErrorCode::bad_request, "employer links a person to the organisation that employs: name the person first, then the organisation"};
  if (kind == "branch" && (left_person || right_person)) return Error{ErrorCode::bad_request, "branch links an organisation to its head office; one of these customers is a person"};
  if (kind == "group_company" && left_person)
    return Error{ErrorCode::bad_request, "group_company links an organisation to who controls it: name the organisation first, then who controls it"};
  return done();
}

// An open end lasts for ever; the days are compared as text.
bool overlap(const std::string& from, const std::string& to, const std::string& other_from, const std::string& other_to) {
  return (to.empty() || other_from <= to) && (other_to.empty() || from <= other_to);
}

// The same customers may be related again at another time, but not twice at one.
Status refuse_again(ledger::Session& session, const NewRelation& relation, Code left, Code right) {
  ZK_TRY_SET(auto rows, session.rows("SELECT relation_id, left_id, right_id, valid_from, valid_to FROM relation WHERE ended_at = '' AND kind = ?1 ORDER BY relation_id", {relation.kind}));
  for (const auto& row : rows) {
    if (!overlap(relation.valid_from, relation.valid_to, row[3], row[4])) continue;
    ZK_TRY_SET(const Code known_left, code_of(session, std::stoll(row[1])));
    ZK_TRY_SET(const Code known_right, code_of(session, std::stoll(row[2])));
    const bool same = known_left == left && known_right == right, turned = relation.kind == "family" && known_left == right && known_right == left;
    if (same || turned)
      return Error{ErrorCode::conflict, "relation " + row[0] + " says so already for that time; to change it, end it first (zhike relate --end " + row[0] + ")"};
  }
  return done();
}

}  // namespace

Result<std::int64_t> declare_relation(flow::Context& context, const NewRelation& relation) {
  if (std::find(kinds.begin(), kinds.end(), relation.kind) == kinds.end())
    return Error{ErrorCode::bad_request, "a relation is family, employer, branch or group_company"};
  for (const auto& day : {relation.valid_from, relation.valid_to})
    if (!day.empty() && !is_day(day)) return Error{ErrorCode::bad_request, "a date is written 2026-01-31, and is one that the calendar has"};
  if (!relation.valid_to.empty() && relation.valid_to < relation.valid_from) return Error{ErrorCode::bad_request, "the relation ends before it begins"};
  std::int64_t relation_id = 0;
  ZK_TRY(context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(const Code left, code_of(session, relation.left_id));
    ZK_TRY_SET(const Code right, code_of(session, relation.right_id));
    if (left == 0 || right == 0) return Error{ErrorCode::conflict, "a record has no customer yet; run the stages first"};
    if (left == right) return Error{ErrorCode::bad_request, "both records are the same customer"};
    ZK_TRY(refuse_wrong_ends(relation.kind, left, right));
    ZK_TRY(refuse_again(session, relation, left, right));
    ZK_TRY(session.execute("INSERT INTO relation (kind, left_id, right_id, valid_from, valid_to, evidence, declared_by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                           {relation.kind, relation.left_id, relation.right_id, relation.valid_from, relation.valid_to, relation.evidence, relation.declared_by, now_utc()}));
    relation_id = session.last_id();
    return done();
  }));
  return relation_id;
}

Status end_relation(flow::Context& context, std::int64_t relation_id) {
  return context.workspace().ledger().write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(std::int64_t stands, session.whole("SELECT count(*) FROM relation WHERE relation_id = ?1 AND ended_at = ''", {relation_id}));
    if (stands == 0) return Error{ErrorCode::not_found, "there is no standing relation " + std::to_string(relation_id)};
    std::string now = now_utc();
    return session.execute("UPDATE relation SET ended_at = ?2, valid_to = CASE WHEN valid_to = '' THEN ?3 ELSE valid_to END WHERE relation_id = ?1", {relation_id, now, now.substr(0, 10)});
  });
}

Result<Kin> kin_of(flow::Context& context, const std::string& cuid) {
  Kin kin;
  ZK_TRY_SET(std::int64_t tables, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'resolve' AND table_name IN ('household', 'household_edge')"));
  if (tables == 2) {
    ZK_TRY_SET(db::Rows members, context.lake().query(sql::household_members, {{"cuid", cuid}}));
    for (std::size_t row = 0; row < members.size(); ++row) {
      kin.household = members.text(row, 0);
      kin.members.emplace_back(members.text(row, 1));
    }
    ZK_TRY_SET(db::Rows edges, context.lake().query(sql::household_relations, {{"cuid", cuid}}));
    for (std::size_t row = 0; row < edges.size(); ++row)
      kin.relations.push_back({0, "household", cuid, std::string(edges.text(row, 0)), "", "", "", "", edges.number(row, 1)});
  }
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.prepare("SELECT relation_id, kind, left_id, right_id, valid_from, valid_to, evidence, declared_by FROM relation WHERE ended_at = '' ORDER BY relation_id"));
    for (;;) {
      ZK_TRY_SET(bool found, rows.step());
      if (!found) return done();
      ZK_TRY_SET(std::string left, customer_of(session, rows.whole(2)));
      ZK_TRY_SET(std::string right, customer_of(session, rows.whole(3)));
      if (left == right || (left != cuid && right != cuid)) continue;
      kin.relations.push_back({rows.whole(0), rows.text(1), left, right, rows.text(4), rows.text(5), rows.text(6), rows.text(7), 0});
    }
  }));
  return kin;
}

}  // namespace zhike::resolve

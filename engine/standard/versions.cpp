// SPDX-License-Identifier: Apache-2.0
// Storage of versions and proposals; what may become active is decided in changes.cpp.
#include "standard/versions.h"

#include <algorithm>

#include "base/clock.h"
#include "standard/document.h"
#include "standard_sql.h"

namespace zhike::standard {

namespace {

using ledger::Session;

Result<std::shared_ptr<const Standard>> read_version(Session& session, std::string_view sql, const std::vector<ledger::Value>& values) {
  ZK_TRY_SET(std::string content, session.text(sql, values));
  if (content.empty()) return std::shared_ptr<const Standard>();
  ZK_TRY_SET(Standard standard, from_json(content));
  return std::shared_ptr<const Standard>(std::make_shared<Standard>(std::move(standard)));
}

Status add_version(Session& session, const Standard& standard, const std::string& author) {
  ZK_TRY(session.execute(sql::retire_versions));
  return session.execute(sql::add_version, {standard.hash, to_json(standard), author, now_utc()});
}

Result<std::vector<Proposal>> read_proposals(Session& session, const std::string& status, std::int64_t id) {
  ZK_TRY_SET(auto rows, session.rows(sql::list_proposals, {status, id}));
  std::vector<Proposal> out;
  for (auto& row : rows)
    out.push_back({std::stoll(row[0]), row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9]});
  return out;
}

// Open proposals become what the files ask for now: the same wish stays, a changed or dropped wish is returned.
Status store_proposals(Session& session, const std::vector<ItemChange>& wishes, const std::string& author) {
  ZK_TRY_SET(auto open, read_proposals(session, "proposed", 0));
  auto same = [](const Proposal& p, const ItemChange& w) {
    return p.dimension == w.dimension && p.code == w.code && p.before == w.before && p.after == w.after;
  };
  for (const auto& proposal : open) {
    bool still = std::any_of(wishes.begin(), wishes.end(), [&](const ItemChange& w) { return same(proposal, w); });
    if (!still) ZK_TRY(session.execute(sql::decide_proposal, {proposal.id, std::string("returned"), author, now_utc()}));
  }
  for (const auto& wish : wishes) {
    bool waits = std::any_of(open.begin(), open.end(), [&](const Proposal& p) { return same(p, wish); });
    if (!waits) ZK_TRY(session.execute(sql::add_proposal, {wish.dimension, wish.code, wish.before, wish.after, author, now_utc()}));
  }
  return done();
}

// The open proposal with this id.
Result<Proposal> open_proposal(Session& session, std::int64_t id) {
  ZK_TRY_SET(auto found, read_proposals(session, "", id));
  if (id == 0 || found.empty()) return Error{ErrorCode::not_found, "there is no proposal " + std::to_string(id)};
  if (found[0].status != "proposed")
    return Error{ErrorCode::conflict, "proposal " + std::to_string(id) + " is decided already: " + found[0].status};
  return found[0];
}

// The active standard with the item of `code` replaced, or taken out when `item` is null.
Result<Standard> with_item(Session& session, const Proposal& proposal, const DimensionItem* item) {
  ZK_TRY_SET(auto active, read_version(session, sql::active_version, {}));
  if (!active) return Error{ErrorCode::conflict, "no standard is published yet"};
  Standard out = *active;
  for (auto& dimension : out.dimensions) {
    if (dimension.id != proposal.dimension) continue;
    std::erase_if(dimension.items, [&](const DimensionItem& i) { return i.code == proposal.code; });
    if (item) dimension.items.push_back(*item);
    settle(out);
    return out;
  }
  return Error{ErrorCode::conflict, "the dimension " + proposal.dimension + " is no part of the active standard"};
}

}  // namespace

Result<std::shared_ptr<const Standard>> active_standard(const ledger::Ledger& ledger) {
  std::shared_ptr<const Standard> out;
  ZK_TRY(ledger.read([&](Session& session) -> Status {
    ZK_TRY_SET(out, read_version(session, sql::active_version, {}));
    return done();
  }));
  return out;
}

Result<std::shared_ptr<const Standard>> standard_by_hash(const ledger::Ledger& ledger, const std::string& hash) {
  std::shared_ptr<const Standard> out;
  ZK_TRY(ledger.read([&](Session& session) -> Status {
    ZK_TRY_SET(out, read_version(session, sql::version_by_hash, {hash}));
    return done();
  }));
  if (!out) return Error{ErrorCode::not_found, "no version of the standard has the hash " + hash};
  return out;
}

Result<std::vector<Version>> versions(const ledger::Ledger& ledger) {
  std::vector<Version> out;
  ZK_TRY(ledger.read([&](Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.rows(sql::list_versions));
    for (auto& row : rows) out.push_back({std::stoll(row[0]), row[1], row[2], row[3], row[4]});
    return done();
  }));
  return out;
}

Result<Published> publish(ledger::Ledger& ledger, const Standard& files, const std::string& author) {
  Published out;
  ZK_TRY(ledger.write([&](Session& session) -> Status {
    out = {};
    ZK_TRY_SET(auto active, read_version(session, sql::active_version, {}));
    if (!active) {
      out.changed = true;
      out.hash = files.hash;
      return add_version(session, files, author);
    }
    if (auto broken = broken_codes(*active, files); !broken.empty()) {
      std::string message = broken[0].path + ": " + broken[0].message;
      if (broken.size() > 1) message += "; " + std::to_string(broken.size() - 1) + " more problems";
      return Error{ErrorCode::conflict, message};
    }
    ZK_TRY(store_proposals(session, items_to_review(*active, files), author));
    ZK_TRY_SET(out.proposals, read_proposals(session, "proposed", 0));
    Standard next = without_unreviewed(*active, files);
    out.hash = next.hash;
    out.changed = next.hash != active->hash;
    return out.changed ? add_version(session, next, author) : done();
  }));
  return out;
}

Result<std::vector<Proposal>> proposals(const ledger::Ledger& ledger, const std::string& status) {
  std::vector<Proposal> out;
  ZK_TRY(ledger.read([&](Session& session) -> Status {
    ZK_TRY_SET(out, read_proposals(session, status, 0));
    return done();
  }));
  return out;
}

Result<std::shared_ptr<const Standard>> approve(ledger::Ledger& ledger, std::int64_t proposal, const std::string& reviewer) {
  std::shared_ptr<const Standard> out;
  ZK_TRY(ledger.write([&](Session& session) -> Status {
    ZK_TRY_SET(Proposal found, open_proposal(session, proposal));
    if (found.author == reviewer)
      return Error{ErrorCode::forbidden, "the author of a proposal may not approve it: ask a second person to"};
    ZK_TRY_SET(DimensionItem item, read_item(found.after));
    ZK_TRY_SET(Standard next, with_item(session, found, &item));
    ZK_TRY(session.execute(sql::decide_proposal, {proposal, std::string("published"), reviewer, now_utc()}));
    ZK_TRY(add_version(session, next, reviewer));
    out = std::make_shared<Standard>(std::move(next));
    return done();
  }));
  return out;
}

Status return_proposal(ledger::Ledger& ledger, std::int64_t proposal, const std::string& reviewer) {
  return ledger.write([&](Session& session) -> Status {
    ZK_TRY_SET(Proposal found, open_proposal(session, proposal));
    ZK_TRY(session.execute(sql::decide_proposal, {proposal, std::string("returned"), reviewer, now_utc()}));
    if (!found.before.empty()) return done();  // the old item is in force as before
    ZK_TRY_SET(Standard next, with_item(session, found, nullptr));
    return add_version(session, next, reviewer);
  });
}

}  // namespace zhike::standard

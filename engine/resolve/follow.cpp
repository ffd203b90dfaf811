// SPDX-License-Identifier: Apache-2.0
#include "resolve/follow.h"

#include <map>

#include "base/failpoint.h"
#include "resolve/customer_code.h"
#include "resolve/lake_tables.h"
#include "resolve/registry.h"
#include "resolve/registry_history.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

Result<std::vector<std::pair<std::string, std::string>>> list_aliases(flow::Context& context) {
  RegistryState state;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(state, read_registry(session, {}));
    ZK_TRY_SET(auto rows, session.prepare("SELECT code, present FROM code_alias ORDER BY code"));
    for (;;) {
      ZK_TRY_SET(bool found, rows.step());
      if (!found) return done();
      state.aliases.emplace(static_cast<Code>(rows.whole(0)), static_cast<Code>(rows.whole(1)));
    }
  }));
  std::map<std::string, std::string> sorted;
  for (const auto& [code, next] : state.aliases) sorted.emplace(cuid_of(code), cuid_of(state.present(next)));
  return std::vector<std::pair<std::string, std::string>>(sorted.begin(), sorted.end());
}

}  // namespace

Status write_aliases(flow::Context& context, std::int64_t act_no) {
  ZK_TRY_SET(auto aliases, list_aliases(context));
  std::string source = "resolve_aliases_" + std::to_string(context.run_id()) + "_" + std::to_string(act_no);
  ZK_TRY(context.lake().add_source(source, alias_source(aliases)));
  ZK_TRY(context.run_sql("resolve.alias", sql::aliases, {{"source", source}}));
  ZK_TRY(context.run_sql("resolve.registry", sql::registry, {{"act_no", std::to_string(act_no)}}));
  return done();
}

Result<std::int64_t> followed_act(db::Connection& lake) {
  ZK_TRY_SET(std::int64_t tables, lake.count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'resolve' AND table_name IN ('customer', 'registry')"));
  if (tables < 2) return -1;
  return lake.count("SELECT act_no FROM resolve.registry");
}

Result<std::int64_t> last_act(flow::Workspace& workspace) {
  std::int64_t last = 0;
  ZK_TRY(workspace.ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(last, session.whole("SELECT max(act_no) FROM identity_act"));
    return done();
  }));
  return last;
}

Status follow_registry(flow::Context& context) {
  ZK_TRY_SET(std::int64_t shown, followed_act(context.lake()));
  if (shown < 0) return Error{ErrorCode::conflict, "there are no resolved customers yet: import files and run the stages first"};
  ZK_TRY_SET(const std::int64_t last, last_act(context.workspace()));
  if (last == shown) return done();
  std::map<std::uint64_t, Place> moved;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto acts, read_acts(session, shown + 1, last));
    for (const auto& act : acts)
      for (const auto& move : act.moves) moved[move.record_id] = move.after;
    return done();
  }));
  std::vector<std::int64_t> record_ids;
  std::vector<std::string> cuids;
  for (const auto& [record, place] : moved) {
    record_ids.push_back(static_cast<std::int64_t>(record));
    cuids.push_back(is_gone(place) ? std::string() : cuid_of(code_at(place)));
  }
  std::string source = "resolve_moved_" + std::to_string(context.run_id()) + "_" + std::to_string(last);
  ZK_TRY(context.lake().add_source(source, code_source(record_ids, cuids)));
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.run_sql("resolve.moved", sql::moved, {{"source", source}}));
    for (const auto& [name, text] : {std::pair{"resolve.remember_touched", sql::remember_touched}, std::pair{"resolve.forget_touched", sql::forget_touched},
                                     std::pair{"resolve.move_customers", sql::move_customers}, std::pair{"resolve.forget_clusters", sql::forget_clusters},
                                     std::pair{"resolve.move_clusters", sql::move_clusters}})
      ZK_TRY(context.run_sql(name, text));
    ZK_FAILPOINT("registry.followed");
    return write_aliases(context, last);
  });
}

}  // namespace zhike::resolve

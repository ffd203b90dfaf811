// SPDX-License-Identifier: Apache-2.0
#include "resolve/models.h"

#include "base/clock.h"
#include "base/failpoint.h"
#include "resolve/model_file.h"
#include "resolve/policy.h"

namespace zhike::resolve {

Result<ChosenModels> read_models(flow::Workspace& workspace) {
  ChosenModels chosen;
  ZK_TRY(workspace.ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.rows("SELECT model_no, entity, content FROM match_model ORDER BY model_no"));
    for (const auto& row : rows) {
      chosen.model_no = std::stoll(row[0]);
      chosen.of.erase(row[1]);
      if (row[2].empty()) continue;
      ZK_TRY_SET(Model model, read_model(row[2], "model " + row[0] + " of the workspace"));
      chosen.of.emplace(row[1], std::make_shared<const Model>(std::move(model)));
    }
    return done();
  }));
  return chosen;
}

Result<std::string> learned_model_text(flow::Workspace& workspace, const std::string& entity) {
  std::string text;
  ZK_TRY(workspace.ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.rows("SELECT content FROM learned_model WHERE entity = ?1", {entity}));
    if (!rows.empty()) text = rows[0][0];
    return done();
  }));
  if (text.empty()) return Error{ErrorCode::not_found, "no run has learned a model of " + entity + " records yet: zhike run --full"};
  return text;
}

Status keep_learned_model(ledger::Session& session, const std::string& entity, const Model& model, std::int64_t run_id) {
  return session.execute("INSERT OR REPLACE INTO learned_model (entity, content, run_id) VALUES (?1, ?2, ?3)", {entity, write_model(model), run_id});
}

Status choose_model(ledger::Session& session, const std::string& entity, const std::string& content, std::int64_t policy_no, const std::string& author) {
  ZK_TRY(session.execute("INSERT INTO match_model (entity, content, policy_no, author, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                         {entity, content, policy_no, author, now_utc()}));
  return failpoint("registry.model");
}

Result<std::int64_t> take_rules_back(ledger::Session& session, std::int64_t policy_no, const std::string& author) {
  ZK_TRY_SET(auto before, session.rows("SELECT content FROM policy WHERE policy_no < ?1 ORDER BY policy_no DESC LIMIT 1", {policy_no}));
  const std::string content = before.empty() ? policy_text({}) : before[0][0];
  ZK_TRY_SET(const std::int64_t now, add_policy(session, content, author, "policy " + std::to_string(policy_no) + " taken back"));
  ZK_TRY_SET(auto chosen, session.rows("SELECT model_no, entity FROM match_model WHERE policy_no = ?1 ORDER BY model_no", {policy_no}));
  for (const auto& row : chosen) {
    ZK_TRY_SET(auto earlier, session.rows("SELECT content FROM match_model WHERE entity = ?1 AND model_no < ?2 ORDER BY model_no DESC LIMIT 1", {row[1], std::stoll(row[0])}));
    ZK_TRY(choose_model(session, row[1], earlier.empty() ? std::string() : earlier[0][0], now, author));
  }
  return now;
}

}  // namespace zhike::resolve

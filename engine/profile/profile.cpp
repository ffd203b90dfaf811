// SPDX-License-Identifier: Apache-2.0
#include "profile/profile.h"

#include "profile/golden.h"
#include "profile_sql.h"

namespace zhike::profile {
namespace {

// Former codes change together with the golden records, so that a reader between two stages sees one state.
Status copy_aliases(flow::Context& context) {
  ZK_TRY_SET(std::int64_t exists, context.lake().count(
      "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'resolve' AND table_name = 'alias'"));
  ZK_TRY(context.run_sql("profile.alias", exists > 0 ? sql::alias : sql::no_alias));
  return done();
}

}  // namespace

Status run(flow::Context& context) {
  Plan plan;
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.step("profile.prepare", [&]() -> Result<std::int64_t> {
      ZK_TRY_SET(plan, make_plan(context));
      return static_cast<std::int64_t>(plan.fields.size());
    }));
    ZK_TRY(choose_values(context, plan));
    ZK_TRY(make_customers(context, plan));
    ZK_TRY(copy_aliases(context));
    return make_views(context);
  });
}

}  // namespace zhike::profile

// SPDX-License-Identifier: Apache-2.0
#include "operations/run_operations.h"

#include <algorithm>
#include <array>

#include "measure/measure.h"
#include "operations/match_files.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/text.h"
#include "profile/profile.h"
#include "report/export.h"
#include "report/quality_report.h"
#include "resolve/run.h"
#include "standardise/standardise.h"

namespace zhike::operations {
namespace {

// In the order they run; each reads what those before it wrote.
struct Stage {
  std::string_view name;
  Status (*run)(flow::Context&, const RunIn&, RunOut&);
};
Status run_resolve(flow::Context& context, const RunIn& in, RunOut& out) {
  ZK_TRY_SET(auto found, resolve::run(context, in.full));
  out.records_count = found.records_count;
  out.customers_count = found.customers_count;
  out.notes = found.notes;
  return done();
}
constexpr Stage stages[] = {
    {"standardise", [](flow::Context& context, const RunIn& in, RunOut&) { return standardise::run(context, in.full); }},
    {"resolve", run_resolve},
    {"profile", [](flow::Context& context, const RunIn&, RunOut&) { return profile::run(context); }},
    {"measure", [](flow::Context& context, const RunIn&, RunOut&) { return measure::run(context); }},
};

Status check_names(const std::vector<std::string>& wanted) {
  for (const auto& name : wanted)
    if (std::none_of(std::begin(stages), std::end(stages), [&](const Stage& stage) { return stage.name == name; }))
      return Error{ErrorCode::bad_request, "there is no stage '" + name + "'; the stages are standardise, resolve, profile, measure"};
  return done();
}

report::Language spoken(const Terminal& terminal) { return terminal.language == Language::zh ? report::Language::zh : report::Language::en; }

}  // namespace

Result<RunOut> run_stages(Call& call, const RunIn& in) {
  ZK_TRY(check_names(in.stages));
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "run", *call.progress, *call.cancelled, call.run_options));
  RunOut out;
  out.run_id = context.run_id();
  out.standard_hash = context.standard().hash;
  auto work = [&]() -> Status {
    for (const auto& stage : stages) {
      bool wanted = in.stages.empty() || std::find(in.stages.begin(), in.stages.end(), stage.name) != in.stages.end();
      if (wanted) ZK_TRY(stage.run(context, in, out));
    }
    return done();
  };
  ZK_TRY(context.finish(work()));
  for (const auto& step : context.steps()) out.steps.push_back({step.name, step.rows, step.milliseconds});
  return out;
}

std::string run_text(const RunOut& out, const Terminal& terminal) {
  std::string text;
  std::int64_t total = 0;
  for (const auto& step : out.steps) {
    text += "  " + pad(step.name, 34) + right(step.rows_count > 0 ? grouped(step.rows_count) : "", 14) + right(seconds(step.milliseconds), 12) + "\n";
    total += step.milliseconds;
  }
  text += "  " + pad(pick(terminal, "total", "合计"), 34) + right("", 14) + right(seconds(total), 12) + "\n";
  for (const auto& note : out.notes) text += pick(terminal, "note: ", "提示：") + told(note, terminal.language) + "\n";
  if (out.customers_count > 0)
    text += grouped(out.records_count) + pick(terminal, " records are ", " 条记录实为 ") + grouped(out.customers_count) +
            pick(terminal, " customers\n", " 位客户\n");
  return text + pick(terminal, "Next: zhike report, zhike find NAME\n", "下一步：zhike report，zhike find 姓名\n");
}

Result<ReportOut> report(Call& call, const ReportIn& in) {
  ZK_TRY_SET(db::Connection lake, call.workspace->lake().connect());
  ZK_TRY_SET(report::QualityReport found, report::read_quality_report(lake, &call.workspace->ledger()));
  auto standard = call.workspace->standard();
  ReportOut out;
  out.run_id = found.run_id;
  out.records_count = found.records;
  out.customers_count = found.customers;
  out.events_count = found.events;
  out.findings_count = found.findings;
  out.rejects_count = found.rejects;
  for (const auto& m : found.measured)
    out.ratios.push_back({m.dimension, m.scope, m.name, m.judgement, m.numerator, m.denominator, m.ratio, m.target, m.previous});
  if (!in.html.empty()) {
    ZK_TRY(write_file(in.html, report::quality_html(found, *standard, spoken(call.terminal))));
    out.html = in.html;
  } else if (call.wants_text) {
    out.text = report::quality_text(found, *standard, spoken(call.terminal), {call.terminal.colour, call.terminal.width});
  }
  return out;
}

std::string report_text(const ReportOut& out, const Terminal& terminal) {
  if (!out.html.empty()) return pick(terminal, "written: ", "已写出：") + out.html + "\n";
  return out.text;
}

Result<ExportOut> export_table(Call& call, const ExportIn& in) {
  ZK_TRY_SET(db::Connection lake, call.workspace->lake().connect());
  report::ExportOptions options;
  options.what = in.what;
  options.file = in.to;
  options.encoding = in.encoding == "gb18030" ? report::FileEncoding::gb18030 : in.encoding == "utf8" ? report::FileEncoding::utf8 : report::FileEncoding::utf8_bom;
  options.headers = in.headers == "zh" ? report::HeaderLanguage::zh : in.headers == "en" ? report::HeaderLanguage::en : report::HeaderLanguage::id;
  if (in.delimiter == "tab") options.delimiter = '\t';
  else if (in.delimiter.size() == 1) options.delimiter = in.delimiter.front();
  else return Error{ErrorCode::bad_request, "--delimiter must be one of , ; | or the word tab"};
  options.unmask = in.unmask;
  auto standard = call.workspace->standard();
  ZK_TRY_SET(auto written, report::export_table(lake, *standard, options));
  return ExportOut{in.to, written.rows, written.bytes, written.masked_columns};
}

std::string export_text(const ExportOut& out, const Terminal& terminal) {
  std::string text = grouped(out.rows_count) + pick(terminal, " rows written: ", " 行已写出：") + out.to + "\n";
  if (!out.masked_columns.empty()) {
    text += pick(terminal, "masked (use --unmask to see them):", "已脱敏（--unmask 可显示）：");
    for (const auto& column : out.masked_columns) text += " " + column;
    text += "\n";
  }
  return text;
}

}  // namespace zhike::operations

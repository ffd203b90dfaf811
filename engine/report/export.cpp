// SPDX-License-Identifier: Apache-2.0
#include "report/export.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "kernels/text.h"
#include "report/export_plan.h"

namespace zhike::report {
namespace {

// Removes what was begun unless it was kept.
class PartFile {
 public:
  explicit PartFile(const std::string& file) : file_(file), part_(file + ".part-" + std::to_string(getpid())) {}
  ~PartFile() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove(part_, ignored);
  }
  const std::string& path() const { return part_; }
  // Durable first, then visible: a power cut leaves the old file or the new one.
  Status keep() {
    int descriptor = open(part_.c_str(), O_RDONLY | O_CLOEXEC);
    bool good = descriptor >= 0 && fsync(descriptor) == 0;
    if (descriptor >= 0) close(descriptor);
    if (!good) return Error{ErrorCode::disk_full, "the disk is full; " + file_ + " was not written"};
    std::error_code error;
    std::filesystem::rename(part_, file_, error);
    if (error) return Error{ErrorCode::bad_request, "cannot write to " + file_ + ": " + error.message()};
    kept_ = true;
    return done();
  }

 private:
  std::string file_, part_;
  bool kept_ = false;
};

bool is_delimiter(char c) { return c == ',' || c == ';' || c == '\t' || c == '|'; }

}  // namespace

Result<ExportSummary> export_table(db::Connection& lake, const standard::Standard& standard, const ExportOptions& options) {
  std::string ending = kernels::lower_ascii(std::filesystem::path(options.file).extension().string());
  if (ending != ".csv" && ending != ".xlsx" && ending != ".parquet")
    return Error{ErrorCode::bad_request, "the file's ending tells its format: .csv, .xlsx or .parquet, not \"" + ending + "\""};
  if (!is_delimiter(options.delimiter)) return Error{ErrorCode::bad_request, "the delimiter is one of , ; | and TAB"};
  ZK_TRY_SET(ExportPlan plan, make_export_plan(lake, standard, options));
  ExportSummary summary;
  for (const auto& column : plan.columns)
    if (column.masked) summary.masked_columns.push_back(column.id);
  PartFile part(options.file);
  if (ending == ".csv")
    ZK_TRY(write_csv(lake, plan, options, part.path(), summary));
  else if (ending == ".xlsx")
    ZK_TRY(write_xlsx(lake, plan, options, part.path(), summary));
  else
    ZK_TRY(write_parquet(lake, plan, part.path(), summary));
  ZK_TRY(part.keep());
  std::error_code ignored;
  summary.bytes = static_cast<std::int64_t>(std::filesystem::file_size(options.file, ignored));
  return summary;
}

Result<ExportSummary> export_table(flow::Context& context, const ExportOptions& options) {
  return export_table(context.lake(), context.standard(), options);
}

}  // namespace zhike::report

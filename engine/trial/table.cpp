// SPDX-License-Identifier: Apache-2.0
// One flat table of persons or organisations with truth, for measuring the matching engine alone.
#include <filesystem>

#include "trial/deal.h"
#include "trial/trial.h"
#include "trial/truth.h"

namespace zhike::trial {
namespace {

class TableGenerator {
 public:
  TableGenerator(const TableOptions& options, int end_day)
      : options_(options), world_{options.seed, options.language, options.kind == TableKind::persons ? 0.0 : 0.5, end_day}, out_(options.to, Format::csv), truth_(options.truth, false) {}

  Result<GenerateSummary> run() {
    const bool persons = options_.kind == TableKind::persons;
    const auto& layout = source_file(persons ? SourceId::table_persons : SourceId::table_organisations);
    out_.line("record_id," + header(layout, options_.language == Language::en));
    for (std::uint64_t index = 0; wanted(); ++index) {
      const double share = static_cast<double>(summary_.records) / static_cast<double>(options_.records);
      if (options_.progress && !options_.progress(share)) return Error{ErrorCode::cancelled, "generating was cancelled"};
      const auto chunk = make_chunk(world_, index);
      Random random(options_.seed, index * 4 + 2);
      if (persons) {
        for (const auto& person : chunk.persons) summary_.persons += serve(random, person, records_of(random, person, world_.end_day), layout);
      } else {
        for (const auto& company : chunk.companies) summary_.organisations += serve(random, company, records_of(random, company), layout);
      }
      shuffle_out(random);
    }
    summary_.slips = truth_.slips();
    ZK_TRY(out_.close());
    ZK_TRY(truth_.close());
    summary_.files.push_back({options_.to, "table", "table", "", persons ? "person" : "organisation", 50, summary_.records});
    return summary_;
  }

 private:
  bool wanted() const { return summary_.records < options_.records; }
  static void own(Customer& customer, const Person& person) { customer.person = &person; }
  static void own(Customer& customer, const Company& company) { customer.company = &company; }

  template <class Actor>
  bool serve(Random& random, const Actor& actor, int count, const SourceFile& layout) {
    Customer owner;
    own(owner, actor);
    int made = 0;
    for (; made < count && wanted(); ++made) {
      record_.clear();
      record_.source = layout.id;
      record_.day = day_of_record(random, actor, world_.end_day);
      fill(random, actor, record_);
      drop_blocks(random, {options_.error_rate, options_.missing_rate}, record_);
      spoil(random, {options_.error_rate, options_.missing_rate}, record_);
      // Numbers in no order, so that neighbours in number are strangers.
      const auto id = std::to_string(1 + (options_.records > 2 ? scramble(summary_.records, options_.records) : summary_.records));
      lay_out(layout, record_, row_);
      rows_.push_back(id + "," + row_);
      truth_.record(id, "table", id, owner, record_);
      ++summary_.records;
    }
    return made > 0;
  }

  void shuffle_out(Random& random) {
    for (std::size_t i = rows_.size(); i > 1; --i) std::swap(rows_[i - 1], rows_[random.below(static_cast<std::uint32_t>(i))]);
    for (const auto& row : rows_) out_.line(row);
    rows_.clear();
  }

  const TableOptions& options_;
  World world_;
  TextFile out_;
  Truth truth_;
  Record record_;
  std::string row_;
  std::vector<std::string> rows_;
  GenerateSummary summary_;
};

}  // namespace

Result<GenerateSummary> generate_table(const TableOptions& options) {
  if (options.to.empty()) return Error{ErrorCode::bad_request, "name the file to write with --to"};
  if (options.records == 0) return Error{ErrorCode::bad_request, "generate needs at least one record"};
  namespace fs = std::filesystem;
  std::error_code error;
  for (const auto& path : {options.to, options.truth})
    if (!path.empty() && fs::path(path).has_parent_path()) fs::create_directories(fs::path(path).parent_path(), error);
  return TableGenerator(options, day_of(2026, 10, 31)).run();
}

}  // namespace zhike::trial

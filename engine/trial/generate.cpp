// SPDX-License-Identifier: Apache-2.0
// `zhike generate`: chunk after chunk of actors leaves records and events; at the end each file is sorted and written.
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "trial/deal.h"
#include "trial/slips.h"
#include "trial/trial.h"
#include "trial/truth.h"

namespace zhike::trial {
namespace {

namespace fs = std::filesystem;

constexpr int event_days = 730;
constexpr double shop_phone_rate = 0.008;

Status check(const GenerateOptions& o, int& end_day) {
  if (o.out.empty()) return Error{ErrorCode::bad_request, "generate needs a folder to write to"};
  if (o.records == 0) return Error{ErrorCode::bad_request, "generate needs at least one record"};
  if (!(o.events_per_record >= 0 && o.events_per_record <= 1000)) return Error{ErrorCode::bad_request, "events per record must lie between 0 and 1000"};
  if (!(o.organisation_share >= 0 && o.organisation_share <= 0.95)) return Error{ErrorCode::bad_request, "the share of organisations must lie between 0 and 0.95"};
  if (!(o.error_rate >= 0 && o.error_rate <= 10) || !(o.missing_rate >= 0 && o.missing_rate <= 10)) return Error{ErrorCode::bad_request, "rates of errors and missing values must lie between 0 and 10"};
  if (!read_date(o.end_date, end_day)) return Error{ErrorCode::bad_request, "the end date must be written YYYY-MM-DD"};
  return done();
}

class Generator {
 public:
  Generator(const GenerateOptions& options, int end_day)
      : options_(options), world_{options.seed, options.language, options.organisation_share, end_day}, season_(end_day - event_days + 1, end_day),
        behaviour_(season_, events_), truth_(options.truth, true) {
    for (std::size_t i = 0; i < record_files; ++i) records_[i] = std::make_unique<Sorter>(inside(source_file(static_cast<SourceId>(i)).file));
    for (std::size_t i = 0; i < event_files; ++i) events_[i] = std::make_unique<Sorter>(inside(event_file(static_cast<EventFileId>(i)).file));
  }

  Result<GenerateSummary> run() {
    for (std::uint64_t index = 0; summary_.records < options_.records; ++index) {
      if (!tell(0.75 * static_cast<double>(summary_.records) / static_cast<double>(options_.records))) return cancelled();
      chunk(index);
    }
    summary_.slips = truth_.slips();
    ZK_TRY(truth_.close());
    ZK_TRY(write_files());
    ZK_TRY(write_manifest());
    tell(1);
    return summary_;
  }

 private:
  std::string inside(std::string_view file) const { return options_.out + "/" + std::string(file); }
  bool tell(double share) const { return !options_.progress || options_.progress(share); }
  static Error cancelled() { return {ErrorCode::cancelled, "generating was cancelled"}; }

  // Persons and companies by turns, so that a small run has both.
  void chunk(std::uint64_t index) {
    const Chunk actors = make_chunk(world_, index);
    Random random(options_.seed, index * 4 + 2);
    std::vector<Customer> customers;
    customers.reserve(actors.persons.size() + actors.companies.size());
    std::size_t company = 0;
    std::uint64_t last_household = ~0ULL;
    for (std::size_t i = 0; i < actors.persons.size() && wanted(); ++i) {
      const auto& person = actors.persons[i];
      if (serve(random, person, customers)) {
        ++summary_.persons;
        summary_.households += person.household != last_household;
        last_household = person.household;
      }
      for (; wanted() && company < actors.companies.size() * (i + 1) / actors.persons.size(); ++company)
        summary_.organisations += serve(random, actors.companies[company], customers);
    }
    const auto due = static_cast<std::uint64_t>(static_cast<double>(summary_.records) * options_.events_per_record + 0.5);
    Random acting(options_.seed, index * 4 + 3);
    if (options_.events_per_record > 0 && !customers.empty()) {
      behaviour_.act(acting, customers, due - summary_.events);
      summary_.events = due;
    }
    for (const auto& customer : customers) truth_.customer(customer, world_.end_day);
  }
  bool wanted() const { return summary_.records < options_.records; }

  void own(Customer& customer, const Person& person) { customer.person = &person; }
  void own(Customer& customer, const Company& company) { customer.company = &company; }
  int count_for(Random& random, const Person& person) const { return records_of(random, person, world_.end_day); }
  int count_for(Random& random, const Company& company) const { return records_of(random, company); }
  SourceId source_for(Random& random, const Person& person) const { return source_of(random, person, world_.end_day); }
  SourceId source_for(Random& random, const Company& company) const { return source_of(random, company); }

  template <class Actor>
  bool serve(Random& random, const Actor& actor, std::vector<Customer>& customers) {
    const int count = count_for(random, actor);
    if (count == 0) return false;
    Customer customer;
    own(customer, actor);
    for (int i = 0; i < count && wanted(); ++i) {
      record_.clear();
      record_.source = source_for(random, actor);
      record_.day = day_of_record(random, actor, world_.end_day);
      fill(random, actor, record_);
      emit(random, customer);
    }
    customers.push_back(std::move(customer));
    return true;
  }

  void emit(Random& random, Customer& customer) {
    const SlipRates rates{options_.error_rate, options_.missing_rate};
    drop_blocks(random, rates, record_);
    spoil(random, rates, record_);
    const bool western = customer.person != nullptr && customer.person->abroad;
    if (record_.source == SourceId::shop_pos && !western && random.chance(shop_phone_rate * options_.error_rate)) {
      record_[Item::mobile] = keys_.shop_phone();
      record_.slips.push_back({Item::mobile, "shop_phone"});
    }
    const auto& file = source_file(record_.source);
    const auto key = keys_.next(record_.source);
    record_[Item::source_key] = key;
    lay_out(file, record_, row_);
    records_[static_cast<std::size_t>(record_.source)]->add(static_cast<std::int64_t>(record_.day) * 86400 + random.below(86400), row_);
    customer.records.push_back({record_.source, record_.day, key});
    truth_.record(std::string(file.source_id) + ":" + key, file.source_id, key, customer, record_);
    ++summary_.records;
  }

  Sheet sheet_of(SourceId id) const {
    const auto& file = source_file(id);
    Sheet sheet{inside(file.file), file.format, header(file, options_.language == Language::en), {}};
    for (const auto& column : file.columns) {
      const bool date = column.item == Item::birth || column.item == Item::registered;
      sheet.columns.push_back(date ? CellKind::date : column.item == Item::points ? CellKind::number : CellKind::text);
    }
    return sheet;
  }

  // Two files at a time: the workbooks take longest and go first.
  Status write_files() {
    std::vector<std::size_t> order = {1, 6, 0, 7, 8, 4, 2, 3, 5, 9, 10, 11, 12};
    std::vector<Result<std::vector<std::pair<std::string, std::uint64_t>>>> outcomes(order.size(), std::vector<std::pair<std::string, std::uint64_t>>{});
    std::atomic<std::size_t> next = 0;
    auto work = [&] {
      for (auto i = next++; i < order.size(); i = next++) {
        const auto which = order[i];
        if (which < record_files) {
          outcomes[which] = write_sorted(*records_[which], sheet_of(static_cast<SourceId>(which)));
        } else if (events_[which - record_files]->rows() > 0) {
          const auto& file = event_file(static_cast<EventFileId>(which - record_files));
          const auto title = std::string(options_.language == Language::en ? file.en : file.zh);
          outcomes[which] = write_sorted(*events_[which - record_files], {inside(file.file), file.format, title, {}});
        }
      }
    };
    std::thread other(work);
    work();
    other.join();
    for (std::size_t which = 0; which < outcomes.size(); ++which) {
      ZK_TRY(outcomes[which]);
      for (const auto& [path, rows] : outcomes[which].value()) note_file(which, path, rows);
    }
    return done();
  }

  void note_file(std::size_t which, const std::string& path, std::uint64_t rows) {
    GeneratedFile file{fs::path(path).filename().string(), "", "", "", "", 0, rows};
    if (which < record_files) {
      const auto& source = source_file(static_cast<SourceId>(which));
      file.source_id = source.source_id, file.kind = source.kind, file.department = source.department, file.entity = source.entity, file.trust = source.trust;
    } else {
      const auto& source = event_file(static_cast<EventFileId>(which - record_files));
      file.source_id = source.source_id, file.kind = source.kind, file.department = source.department, file.entity = "event", file.trust = source.trust;
      event_types_[file.path] = source.event_type;
    }
    summary_.files.push_back(file);
  }

  Status write_manifest() {
    TextFile out(inside("manifest.json"), Format::csv);
    out.line("{");
    out.line("  \"generator\": \"zhike generate\", \"seed\": " + std::to_string(options_.seed) + ", \"records\": " + std::to_string(summary_.records) +
             ", \"events\": " + std::to_string(summary_.events) + ", \"end_date\": \"" + options_.end_date + "\",");
    out.line("  \"files\": [");
    for (std::size_t i = 0; i < summary_.files.size(); ++i) {
      const auto& f = summary_.files[i];
      std::string row = "    {\"path\": \"" + f.path + "\", \"source\": \"" + f.source_id + "\", \"kind\": \"" + f.kind + "\", \"trust\": " + std::to_string(f.trust) +
                        ", \"department\": \"" + f.department + "\", \"entity\": \"" + f.entity + "\"";
      const auto type = event_types_.find(f.path);
      if (type != event_types_.end() && !type->second.empty()) row += ", \"event_type\": \"" + type->second + "\"";
      out.line(row + ", \"rows\": " + std::to_string(f.rows) + "}" + (i + 1 < summary_.files.size() ? "," : ""));
    }
    out.line("  ]");
    out.line("}");
    return out.close();
  }

  const GenerateOptions& options_;
  World world_;
  Season season_;
  std::array<std::unique_ptr<Sorter>, record_files> records_;
  EventSinks events_;
  Behaviour behaviour_;
  Truth truth_;
  Keys keys_;
  Record record_;
  std::string row_;
  std::map<std::string, std::string> event_types_;
  GenerateSummary summary_;
};

}  // namespace

Result<GenerateSummary> generate(const GenerateOptions& options) {
  int end_day = 0;
  ZK_TRY(check(options, end_day));
  std::error_code error;
  fs::create_directories(options.out, error);
  if (error) return write_error(options.out, error.value());
  if (fs::exists(options.out + "/manifest.json")) return Error{ErrorCode::conflict, options.out + " holds generated files already; name another folder"};
  if (!options.truth.empty() && fs::path(options.truth).has_parent_path()) fs::create_directories(fs::path(options.truth).parent_path(), error);
  return Generator(options, end_day).run();
}

}  // namespace zhike::trial

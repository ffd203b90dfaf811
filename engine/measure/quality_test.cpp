// SPDX-License-Identifier: Apache-2.0
// Goal: every ratio equals the one counted by hand, also under conditions, placeholders, unreadable values and weights.
// Method: a lake of eight records from two sources, small enough to count with a pencil, and a standard of seven fields.
#include <gtest/gtest.h>

#include <cmath>

#include "measure/measure.h"
#include "measure/quality_plan.h"
#include "measure/quality_rows.h"

namespace zhike::measure {
namespace {

standard::Field make_field(std::string id, std::string category, std::string required, std::map<std::string, double> target) {
  standard::Field field;
  field.id = std::move(id);
  field.category = std::move(category);
  field.info_type = "descriptive";
  field.department = field.category == "contact" ? "marketing" : "risk";
  field.entities = {"person", "organisation"};
  field.required = std::move(required);
  field.target = std::move(target);
  return field;
}

standard::Standard make_standard() {
  standard::Standard standard;
  standard.entities = {{"person", "P", {}, ""}, {"organisation", "O", {}, ""}};
  standard.fields.push_back(make_field("full_name", "basic", "must", {{"completeness", 0.9}, {"validity", 0.99}}));
  standard.fields.push_back(make_field("id_number", "basic", "optional", {{"validity", 0.99}}));
  standard.fields.push_back(make_field("birth_date", "basic", "optional", {{"consistency", 0.98}, {"validity", 0.5}}));
  standard.fields.back().type = standard::DataType::date;
  standard.fields.back().entities = {"person"};
  standard.fields.back().check.push_back({"birth_date_matches_identity_number", {}, {"id_number"}, "weak", ""});
  standard.fields.push_back(make_field("mobile", "contact", "conditional", {{"completeness", 0.8}, {"timeliness", 0.9}}));
  standard.fields.back().required_if = "party_type=P";
  standard.fields.back().fresh_days = 365;
  standard.fields.push_back(make_field("verified", "contact", "conditional", {{"completeness", 0.9}}));
  standard.fields.back().required_if = "mobile or email=yes|maybe";
  standard.fields.push_back(make_field("email", "contact", "optional", {}));
  standard.fields.push_back(make_field("ltv", "extended", "must", {{"completeness", 0.9}}));
  standard.fields.back().collected = false;
  standard.fields.back().derive.name = "from_room";
  return standard;
}

class quality : public ::testing::Test {
 protected:
  void SetUp() override {
    auto database = db::Database::open({});
    ASSERT_TRUE(database.ok());
    database_ = std::make_unique<db::Database>(std::move(database.value()));
    auto connection = database_->connect();
    ASSERT_TRUE(connection.ok());
    lake_ = std::make_unique<db::Connection>(std::move(connection.value()));
    for (const char* schema : {"ingest", "standardise", "resolve", "profile"}) must(std::string("CREATE SCHEMA ") + schema);
    must("CREATE TABLE ingest.batch (batch_id INTEGER, source_id VARCHAR, received_at TIMESTAMPTZ)");
    must("INSERT INTO ingest.batch VALUES (1, 'crm', '2026-11-01 00:00:00+00'), (2, 'till', '2024-01-01 00:00:00+00')");
    must("CREATE TABLE standardise.customer (record_id BIGINT, source_id VARCHAR, batch_id INTEGER, entity VARCHAR, full_name VARCHAR,"
         " id_number VARCHAR, birth_date DATE, mobile VARCHAR, verified VARCHAR, email VARCHAR)");
    must("INSERT INTO standardise.customer VALUES"
         " (1, 'crm', 1, 'person', 'a', 'i1', '1990-01-01', 'm1', '1', NULL),"
         " (2, 'crm', 1, 'person', 'b', 'i2', '1990-01-02', 'm2', NULL, 'yes'),"
         " (3, 'crm', 1, 'person', 'c', 'i3', '1990-01-03', NULL, '1', 'no'),"
         " (4, 'crm', 1, 'organisation', 'd', NULL, NULL, NULL, NULL, 'maybe'),"
         " (5, 'till', 2, 'person', 'a', NULL, NULL, 'm1', NULL, NULL),"
         " (6, 'till', 2, 'person', 'B', NULL, NULL, 'm2', NULL, NULL),"
         " (7, 'till', 2, 'person', NULL, NULL, NULL, 'm7', NULL, NULL),"
         " (8, 'till', 2, 'person', 'e', NULL, NULL, NULL, NULL, NULL)");
    must("CREATE TABLE standardise.finding (subject VARCHAR, subject_id BIGINT, source_id VARCHAR, field VARCHAR, check_id VARCHAR,"
         " dimension VARCHAR, severity VARCHAR)");
    must("INSERT INTO standardise.finding VALUES"
         " ('record', 7, 'till', 'mobile', 'not_placeholder', 'validity', 'strong'),"
         " ('record', 7, 'till', 'mobile', 'mobile', 'validity', 'strong'),"
         " ('record', 2, 'crm', 'id_number', 'identity_number', 'validity', 'strong'),"
         " ('record', 2, 'crm', 'id_number', 'length', 'validity', 'strong'),"
         " ('record', 3, 'crm', 'birth_date', 'birth_date_matches_identity_number', 'consistency', 'weak'),"
         " ('record', 8, 'till', 'birth_date', 'type', 'validity', 'strong'),"
         " ('event', 1, 'crm', 'full_name', 'name', 'validity', 'strong')");
    must("CREATE TABLE resolve.customer (record_id BIGINT, cuid VARCHAR)");
    must("INSERT INTO resolve.customer VALUES (1,'P1'),(2,'P2'),(3,'P3'),(4,'O4'),(5,'P1'),(6,'P2'),(7,'P7'),(8,'P8')");
    must("CREATE TABLE profile.customer (cuid VARCHAR, party_type VARCHAR, full_name VARCHAR, birth_date DATE, mobile VARCHAR, verified VARCHAR,"
         " email VARCHAR, id_number VARCHAR, ltv DOUBLE)");
    must("INSERT INTO profile.customer VALUES ('P1','P','a','1990-01-01','m1','1',NULL,'i1',NULL), ('P2','P','b','1990-01-02','m2',NULL,'yes',NULL,NULL),"
         " ('P3','P','c','1990-01-03',NULL,'1','no','i3',NULL), ('O4','O','d',NULL,NULL,NULL,'maybe',NULL,NULL),"
         " ('P7','P',NULL,NULL,NULL,NULL,NULL,NULL,NULL), ('P8','P','e',NULL,NULL,NULL,NULL,NULL,NULL)");
  }
  void must(const std::string& sql) {
    Status status = lake_->execute(sql);
    ASSERT_TRUE(status.ok()) << status.error().message << "\n" << sql;
  }
  void measure(std::int64_t run_id) {
    auto rows = measure_quality(*lake_, standard_, {run_id, "2026-11-22T00:00:00Z"});
    ASSERT_TRUE(rows.ok()) << rows.error().message;
    ASSERT_GT(rows.value(), 0);
  }
  // "numerator/denominator" of a row, and its judgement.
  std::string cell(const std::string& dimension, const std::string& scope, const std::string& name, std::int64_t run_id = 1) {
    auto rows = lake_->query("SELECT numerator, denominator, judgement FROM measure.quality WHERE run_id = $run_id AND dimension = $dimension"
                             " AND scope = $scope AND name = $name",
                             {{"run_id", run_id}, {"dimension", dimension}, {"scope", scope}, {"name", name}});
    if (!rows.ok()) return rows.error().message;
    if (rows.value().size() != 1) return "rows: " + std::to_string(rows.value().size());
    return std::to_string(rows.value().whole(0, 0)) + "/" + std::to_string(rows.value().whole(0, 1)) + " " + rows.value().display(0, 2);
  }
  double number(const std::string& column, const std::string& dimension, const std::string& scope, const std::string& name,
                std::int64_t run_id = 1) {
    auto rows = lake_->query("SELECT " + column + " FROM measure.quality WHERE run_id = $run_id AND dimension = $dimension AND scope = $scope"
                             " AND name = $name",
                             {{"run_id", run_id}, {"dimension", dimension}, {"scope", scope}, {"name", name}});
    return rows.ok() && rows.value().size() == 1 && !rows.value().is_null(0, 0) ? rows.value().number(0, 0) : std::nan("");
  }
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<db::Connection> lake_;
  standard::Standard standard_ = make_standard();
};

TEST_F(quality, completeness_asks_golden_records_only_for_what_the_rule_expects) {
  measure(1);
  EXPECT_EQ(cell("completeness", "field", "full_name"), "5/6 bad");
  EXPECT_EQ(cell("completeness", "field", "mobile"), "2/5 bad");     // persons only
  EXPECT_EQ(cell("completeness", "field", "verified"), "1/3 bad");   // P1, P2 have a mobile, O4 an email of "maybe"
  EXPECT_EQ(cell("completeness", "field", "birth_date"), "3/5 ");    // a fill rate over persons: no target, no judgement
  EXPECT_EQ(cell("completeness", "field", "ltv"), "0/0 unmeasured"); // made by a room that has not run
}

TEST_F(quality, completeness_of_a_source_counts_its_records_without_placeholders_and_only_fields_it_delivers) {
  measure(1);
  // full_name 3/4, mobile 2/4: the placeholder of record 7 is no number; verified and the rest never come from the till.
  EXPECT_EQ(cell("completeness", "source", "till"), "5/8 bad");
  EXPECT_NEAR(number("ratio", "completeness", "source", "till"), (3 * 0.75 + 2 * 0.5) / 5, 1e-12);
}

TEST_F(quality, validity_counts_a_value_once_and_a_value_that_could_not_be_read) {
  measure(1);
  EXPECT_EQ(cell("validity", "field", "full_name"), "7/7 good");   // findings of events are not of records
  EXPECT_EQ(cell("validity", "field", "id_number"), "2/3 bad");    // two failed checks, one wrong value
  EXPECT_EQ(cell("validity", "field", "birth_date"), "3/4 good");  // record 8 held something that is no date
  EXPECT_EQ(cell("validity", "field", "mobile"), "4/4 ");          // a placeholder is judged by completeness alone
}

TEST_F(quality, accuracy_exists_only_where_a_valid_reference_does) {
  measure(1);
  EXPECT_EQ(cell("accuracy", "field", "birth_date"), "1/2 ");  // record 2's number is itself wrong
  EXPECT_NEAR(number("coverage", "accuracy", "field", "birth_date"), 2.0 / 3, 1e-12);
  EXPECT_EQ(cell("accuracy", "field", "full_name"), "0/0 unmeasured");
  EXPECT_EQ(number("coverage", "accuracy", "field", "full_name"), 0);
  EXPECT_TRUE(std::isnan(number("ratio", "accuracy", "field", "full_name")));
}

TEST_F(quality, consistency_is_over_pairs_of_fields_and_over_sources_of_one_customer) {
  measure(1);
  EXPECT_EQ(cell("consistency", "field", "birth_date"), "2/3 bad");
  EXPECT_EQ(cell("consistency", "field", "full_name"), "1/2 ");  // P1 agrees, P2 is b and B
  EXPECT_EQ(cell("consistency", "field", "mobile"), "2/2 ");
  EXPECT_EQ(cell("consistency", "field", "email"), "0/0 unmeasured");
}

TEST_F(quality, timeliness_is_measured_from_the_time_of_the_record) {
  measure(1);
  EXPECT_EQ(cell("timeliness", "field", "mobile"), "2/4 bad");
  EXPECT_EQ(cell("timeliness", "source", "crm"), "2/2 good");
  EXPECT_EQ(cell("timeliness", "source", "till"), "0/2 bad");
  must("ALTER TABLE standardise.customer ADD COLUMN recorded_at TIMESTAMPTZ");
  must("UPDATE standardise.customer SET recorded_at = '2026-10-01 00:00:00+00' WHERE record_id = 5");
  measure(2);
  EXPECT_EQ(cell("timeliness", "field", "mobile", 2), "3/4 bad");
}

TEST_F(quality, uniqueness_is_one_less_the_share_of_duplicates) {
  measure(1);
  EXPECT_EQ(cell("uniqueness", "total", ""), "6/8 ");
  EXPECT_NEAR(number("ratio", "uniqueness", "total", ""), 0.75, 1e-12);
  EXPECT_EQ(cell("uniqueness", "source", "crm"), "4/4 ");
  standard_.fields[0].target["uniqueness"] = 0.79;
  measure(2);
  EXPECT_EQ(cell("uniqueness", "total", "", 2), "6/8 warn");
}

TEST_F(quality, totals_weigh_fields_by_how_much_they_are_required) {
  measure(1);
  // must 3: full_name 5/6; conditional 2: mobile 2/5, verified 1/3. Optional fields are not expected, ltv is unmeasured.
  EXPECT_NEAR(number("ratio", "completeness", "total", ""), (3 * 5.0 / 6 + 2 * 0.4 + 2 * 1.0 / 3) / 7, 1e-12);
  EXPECT_NEAR(number("target", "completeness", "total", ""), (3 * 0.9 + 2 * 0.8 + 2 * 0.9) / 7, 1e-12);
  EXPECT_EQ(cell("completeness", "total", ""), "8/14 bad");
  EXPECT_NEAR(number("ratio", "completeness", "category", "contact"), (0.4 + 1.0 / 3) / 2, 1e-12);
  EXPECT_NEAR(number("ratio", "completeness", "department", "marketing"), (0.4 + 1.0 / 3) / 2, 1e-12);
  EXPECT_NEAR(number("ratio", "completeness", "department", "risk"), 5.0 / 6, 1e-12);
  EXPECT_NEAR(number("ratio", "completeness", "info_type", "descriptive"), number("ratio", "completeness", "total", ""), 1e-12);
}

TEST_F(quality, a_run_is_compared_with_the_run_before_and_written_once) {
  measure(1);
  EXPECT_TRUE(std::isnan(number("previous", "validity", "field", "id_number")));
  must("DELETE FROM standardise.finding WHERE field = 'id_number'");
  measure(2);
  measure(2);
  EXPECT_NEAR(number("previous", "validity", "field", "id_number", 2), 2.0 / 3, 1e-12);
  EXPECT_EQ(cell("validity", "field", "id_number", 2), "3/3 good");
  EXPECT_EQ(cell("accuracy", "field", "birth_date", 2), "2/3 ");
}

TEST_F(quality, without_resolve_and_profile_the_records_are_measured_and_the_rest_is_unmeasured) {
  must("DROP TABLE resolve.customer");
  must("DROP TABLE profile.customer");
  measure(1);
  EXPECT_EQ(cell("uniqueness", "total", ""), "0/0 unmeasured");
  EXPECT_EQ(cell("completeness", "field", "full_name"), "7/8 warn");
  EXPECT_EQ(cell("completeness", "field", "mobile"), "4/7 bad");
  must("DROP TABLE standardise.customer");
  auto rows = measure_quality(*lake_, standard_, {3, ""});
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().code, ErrorCode::bad_request);
}

TEST(expectation, clauses_are_joined_and_unknown_columns_never_hold) {
  EXPECT_EQ(expectation("mobile", {"mobile"}, ""), "\"mobile\" IS NOT NULL");
  EXPECT_EQ(expectation("mobile or email=a|b", {"mobile", "email"}, ""),
            "\"mobile\" IS NOT NULL OR coalesce(CAST(\"email\" AS VARCHAR) IN ('a', 'b'), FALSE)");
  EXPECT_EQ(expectation("absent or mobile", {"mobile"}, ""), "\"mobile\" IS NOT NULL");
  EXPECT_EQ(expectation("absent", {}, ""), "FALSE");
}

TEST(judgement, a_ratio_near_its_target_is_a_warning) {
  QualityRow row{"validity", "field", "x", 1, 1, 0.95, 0.95, {}, {}};
  EXPECT_EQ(judgement_of(row), "good");
  row.ratio = 0.91;
  EXPECT_EQ(judgement_of(row), "warn");
  row.ratio = 0.89;
  EXPECT_EQ(judgement_of(row), "bad");
  row.target.reset();
  EXPECT_EQ(judgement_of(row), "");
  row.ratio.reset();
  EXPECT_EQ(judgement_of(row), "unmeasured");
}

}  // namespace
}  // namespace zhike::measure

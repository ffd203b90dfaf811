// SPDX-License-Identifier: Apache-2.0
// Goal: what arrives in ingest.* stands in standardise.* typed, cleaned and judged, and nothing else is changed.
#include "standardise/standardise.h"

#include <random>

#include "flow/stage_test.h"

namespace zhike::standardise {
namespace {

class Standardise : public flow::StageTest {
 protected:
  void SetUp() override {
    StageTest::SetUp();
    must("DROP SCHEMA IF EXISTS standardise CASCADE");
    must("DROP SCHEMA IF EXISTS ingest CASCADE");
    must("CREATE SCHEMA ingest");
    must("CREATE TABLE ingest.source (source_id VARCHAR, kind VARCHAR, trust INTEGER, department VARCHAR)");
    must("CREATE TABLE ingest.batch (batch_id INTEGER, source_id VARCHAR, entity VARCHAR, file_name VARCHAR, received_at TIMESTAMPTZ, "
         "rows_count BIGINT, rejected_count BIGINT)");
    std::string columns;
    for (const auto* field : workspace_->standard()->collected()) columns += db::quote_identifier(field->id) + " VARCHAR, ";
    must("CREATE TABLE ingest.record (record_id BIGINT, batch_id INTEGER, source_id VARCHAR, source_key VARCHAR, entity VARCHAR, "
         "line BIGINT, row_hash UBIGINT, " + columns + "rest VARCHAR)");
    must("CREATE TABLE ingest.event (event_id BIGINT, batch_id INTEGER, source_id VARCHAR, line BIGINT, event_type VARCHAR, "
         "occurred_at VARCHAR, customer_key VARCHAR, mobile VARCHAR, email VARCHAR, wechat_unionid VARCHAR, device_id VARCHAR, properties VARCHAR)");
    must("INSERT INTO ingest.source VALUES ('shop', 'pos', 80, 'sales')");
    must("INSERT INTO ingest.batch VALUES (1, 'shop', 'person', 'a.csv', '2026-11-01 00:00:00+00', 0, 0)");
  }
  // fields and values as SQL lists; the record's key is its number.
  void add_record(int id, const std::string& fields, const std::string& values, const std::string& entity = "person") {
    must("INSERT INTO ingest.record (record_id, batch_id, source_id, source_key, entity, line, " + fields + ") VALUES (" + std::to_string(id) +
         ", 1, 'shop', 'k" + std::to_string(id) + "', '" + entity + "', 1, " + values + ")");
  }
  void add_event(int id, const std::string& type, const std::string& time, const std::string& key, const std::string& properties,
                 const std::string& mobile = "") {
    must("INSERT INTO ingest.event VALUES (" + std::to_string(id) + ", 1, 'shop', 1, '" + type + "', '" + time + "', nullif('" + key +
         "', ''), nullif('" + mobile + "', ''), NULL, NULL, NULL, '" + properties + "')");
  }
  void run_stage() {
    StageTest::run_stage("standardise", [](flow::Context& context) { return run(context); });
  }
  void run_whole() {
    StageTest::run_stage("standardise", [](flow::Context& context) { return run(context, true); });
  }
  std::string clean(int id, const std::string& field) {
    return one("SELECT CAST(" + field + " AS VARCHAR) FROM standardise.customer WHERE record_id = " + std::to_string(id));
  }
  // The failed checks of one record as "field:check", in order.
  std::string findings(int id, const std::string& subject = "record") {
    return one("SELECT string_agg(field || ':' || check_id, ' ' ORDER BY field, check_id) FROM standardise.finding WHERE subject = '" +
               subject + "' AND subject_id = " + std::to_string(id));
  }
};

TEST_F(Standardise, each_kind_of_field_reaches_its_standard_form) {
  add_record(1, "full_name, mobile, email, birth_date, sex_code, id_number, postcode, points_balance, personalization_opt_out, status_since",
             "'王　伟', '139-1234-5678', 'Wang@EXAMPLE.com', '1990年1月2日', '男', '11010519491231002x', '310000', '1,234.50', '是', '2026-01-02 08:00:00'");
  run_stage();
  EXPECT_EQ(clean(1, "full_name"), "王伟");
  EXPECT_EQ(clean(1, "mobile"), "+8613912345678");
  EXPECT_EQ(clean(1, "email"), "Wang@example.com");
  EXPECT_EQ(clean(1, "birth_date"), "1990-01-02");
  EXPECT_EQ(clean(1, "sex_code"), "1");
  EXPECT_EQ(clean(1, "id_number"), "11010519491231002X");
  EXPECT_EQ(clean(1, "points_balance"), "1234.5");
  EXPECT_EQ(clean(1, "personalization_opt_out"), "true");
  EXPECT_EQ(clean(1, "status_since"), "2026-01-02 00:00:00+00");
  EXPECT_EQ(one("SELECT typeof(birth_date) || ' ' || typeof(points_balance) FROM standardise.customer"), "DATE DOUBLE");
}

TEST_F(Standardise, a_digest_of_an_identifier_stays_and_is_found_to_be_one) {
  const std::string md5 = "6BEBD7B0A4D8A5E1C0F2D3A4B5C6D7E8", sha256 = "0011223344556677889900aabbccddeeff0011223344556677889900aabbccdd";
  add_record(1, "mobile, id_number", "'" + md5 + "', '" + sha256 + "'");
  add_record(2, "mobile, full_name", "'" + md5.substr(1) + "', '" + md5 + "'");
  run_stage();
  EXPECT_EQ(clean(1, "mobile"), "6bebd7b0a4d8a5e1c0f2d3a4b5c6d7e8");
  EXPECT_EQ(clean(1, "id_number"), sha256);
  EXPECT_NE(findings(1).find("id_number:hashed mobile:hashed"), std::string::npos) << findings(1);
  EXPECT_EQ(clean(2, "mobile"), "NULL");
  EXPECT_EQ(findings(2).find("hashed"), std::string::npos);
}

TEST_F(Standardise, a_code_is_found_by_code_label_and_alias) {
  add_record(1, "sex_code, lifecycle_status", "'F', 'active'");
  add_record(2, "sex_code, lifecycle_status", "'2', '活跃'");
  add_record(3, "sex_code, lifecycle_status", "'Ms', '40'");
  add_record(4, "sex_code, lifecycle_status", "'女', '星际'");
  run_stage();
  EXPECT_EQ(one("SELECT count(*) FROM standardise.customer WHERE sex_code = '2'"), "4");
  EXPECT_EQ(one("SELECT count(*) FROM standardise.customer WHERE lifecycle_status = '40'"), "3");
  EXPECT_EQ(clean(4, "lifecycle_status"), "NULL");
  EXPECT_EQ(one("SELECT count(*) FROM standardise.finding WHERE field = 'lifecycle_status' AND check_id = 'code_list' AND subject_id = 4"), "1");
}

TEST_F(Standardise, a_value_that_cannot_be_cleaned_is_missing_and_found) {
  add_record(1, "birth_date, full_name", "'soon', '王伟'");
  run_stage();
  EXPECT_EQ(clean(1, "birth_date"), "NULL");
  EXPECT_EQ(findings(1), "birth_date:clean");
}

TEST_F(Standardise, a_placeholder_is_missing_without_a_finding_unless_it_is_required) {
  add_record(1, "full_name, login_name", "'王伟', '未知'");
  add_record(2, "full_name, login_name", "'未知', 'wang.wei'");
  run_stage();
  EXPECT_EQ(clean(1, "login_name"), "NULL");
  EXPECT_EQ(findings(1), "NULL");
  EXPECT_EQ(clean(2, "full_name"), "NULL");
  EXPECT_EQ(findings(2), "full_name:required");
}

TEST_F(Standardise, a_field_that_the_source_never_carries_is_no_fault_of_the_record) {
  add_record(1, "full_name", "'王伟'");
  run_stage();
  EXPECT_EQ(one("SELECT count(*) FROM standardise.finding"), "0");
}

TEST_F(Standardise, a_conditional_field_is_expected_only_where_its_condition_holds) {
  add_record(1, "full_name, uscc", "'杭州知客科技有限公司', '91110000600037341L'", "organisation");
  add_record(2, "full_name", "'上海知客贸易有限公司'", "organisation");
  add_record(3, "full_name", "'王伟'", "person");
  run_stage();
  EXPECT_EQ(one("SELECT string_agg(CAST(subject_id AS VARCHAR), ' ') FROM standardise.finding WHERE field = 'uscc' AND check_id = 'required'"), "2");
}

TEST_F(Standardise, fields_are_checked_against_each_other) {
  add_record(1, "full_name, id_number, sex_code, birth_date", "'王伟', '11010519491231002X', '2', '1949-12-31'");
  add_record(2, "full_name, id_number, sex_code, birth_date", "'王伟', '11010519491231002X', '1', '1950-01-01'");
  run_stage();
  // Digit 17 is even: a woman.
  EXPECT_EQ(findings(1), "NULL");
  EXPECT_EQ(findings(2), "birth_date:birth_date_matches_identity_number sex_code:sex_matches_identity_number");
}

TEST_F(Standardise, birth_date_and_sex_follow_from_a_valid_identity_number) {
  add_record(1, "full_name, id_number", "'王伟', '11010519491231002X'");
  run_stage();
  EXPECT_EQ(clean(1, "birth_date"), "1949-12-31");
  EXPECT_EQ(clean(1, "sex_code"), "2");
  EXPECT_EQ(one("SELECT list_contains(derived_fields, 'birth_date') AND list_contains(derived_fields, 'sex_code') FROM standardise.customer"), "true");
}

TEST_F(Standardise, an_address_is_taken_apart_and_tells_the_division) {
  add_record(1, "full_name, address_detail", "'王伟', '浙江省杭州市西湖区文三路478号3栋2单元501室'");
  run_stage();
  EXPECT_EQ(one("SELECT province || city || district || ' ' || road || ' ' || number || ' ' || room FROM standardise.address"),
            "浙江省杭州市西湖区 文三路 478 501");
  EXPECT_EQ(clean(1, "division_code"), "330106");
}

TEST_F(Standardise, raw_stays_beside_clean) {
  add_record(1, "mobile, birth_date", "'139 1234 5678', 'soon'");
  run_stage();
  EXPECT_EQ(one("SELECT raw || ' -> ' || clean FROM standardise.compared WHERE field = 'mobile'"), "139 1234 5678 -> +8613912345678");
  EXPECT_EQ(one("SELECT raw || ' -> ' || COALESCE(clean, 'nothing') FROM standardise.compared WHERE field = 'birth_date'"), "soon -> nothing");
}

TEST_F(Standardise, findings_are_exactly_those_that_were_planted) {
  add_record(1, "full_name, id_number, email, postcode", "'王伟', '11010519491231002X', 'a@b.cn', '100000'");
  add_record(2, "full_name, id_number, email, postcode", "'李娜', '110105194912310021', 'a@b.cn', '100000'");  // check character
  add_record(3, "full_name, id_number, email, postcode", "'李娜', '11010519491231002X', 'not an address', '100000'");
  add_record(4, "full_name, id_number, email, postcode", "'李娜', '11010519491231002X', 'a@b.cn', '990000'");  // no such postcode
  run_stage();
  EXPECT_EQ(findings(1), "NULL");
  EXPECT_NE(findings(2).find("id_number"), std::string::npos) << findings(2);
  EXPECT_NE(findings(3).find("email"), std::string::npos) << findings(3);
  EXPECT_NE(findings(4).find("postcode"), std::string::npos) << findings(4);
  EXPECT_EQ(one("SELECT count(DISTINCT subject_id) FROM standardise.finding"), "3");
  EXPECT_EQ(one("SELECT count(*) FROM standardise.finding WHERE dimension = '' OR severity = ''"), "0");
}

TEST_F(Standardise, an_event_is_typed_timed_and_linked_by_its_key) {
  add_record(7, "full_name", "'王伟'");
  add_event(1, "下单", "2026-05-01 20:00:00", "k7", R"({"order_no":"A1","quantity":"2","unit_price":"9.90","channel":"0101"})");
  run_stage();
  EXPECT_EQ(one("SELECT event_type FROM standardise.event"), "order");
  EXPECT_EQ(one("SELECT record_id FROM standardise.event"), "7");
  EXPECT_EQ(one("SELECT CAST(occurred_at AS VARCHAR) FROM standardise.event"), "2026-05-01 12:00:00+00");
  EXPECT_EQ(one("SELECT amount FROM standardise.event"), "19.8");
  EXPECT_EQ(one("SELECT order_no || ' ' || quantity FROM standardise.event_order"), "A1 2.0");
}

TEST_F(Standardise, an_event_without_a_key_goes_to_the_one_record_with_its_number) {
  add_record(7, "mobile", "'13912345678'");
  add_record(8, "mobile", "'13712345678'");
  add_record(9, "mobile", "'13712345678'");
  add_event(1, "visit", "2026-05-01 20:00:00", "", "{}", "139 1234 5678");
  add_event(2, "visit", "2026-05-01 20:00:00", "", "{}", "13712345678");
  run_stage();
  EXPECT_EQ(one("SELECT record_id FROM standardise.event WHERE event_id = 1"), "7");
  EXPECT_EQ(one("SELECT record_id FROM standardise.event WHERE event_id = 2"), "NULL");
}

TEST_F(Standardise, faults_of_events_are_findings_too) {
  add_event(1, "levitation", "2026-05-01", "", "{}");
  add_event(2, "payment", "2026-05-01", "", R"({"channel":"0101"})");
  add_event(3, "visit", "2027-05-01", "", "{}");
  add_event(4, "visit", "whenever", "", "{}");
  add_event(5, "visit", "2026-05-01", "", "{broken");
  run_stage();
  EXPECT_EQ(findings(1, "event"), "event_type:known_type");
  EXPECT_NE(findings(2, "event").find("payment.amount:required"), std::string::npos);
  EXPECT_EQ(findings(3, "event"), "occurred_at:not_future");
  EXPECT_EQ(findings(4, "event"), "occurred_at:clean");
  EXPECT_EQ(findings(5, "event"), "properties:clean");
  EXPECT_EQ(one("SELECT event_type FROM standardise.event WHERE event_id = 1"), "levitation");
}

TEST_F(Standardise, a_field_without_values_takes_no_room_and_can_be_asked_all_the_same) {
  const std::string stored = "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'standardise' AND table_name = 'customer_stored' AND column_name = ";
  add_record(1, "full_name", "'王伟'");
  run_stage();
  EXPECT_EQ(one(stored + "'full_name'"), "1");
  EXPECT_EQ(one(stored + "'open_date'"), "0");
  EXPECT_EQ(one("SELECT typeof(open_date) FROM standardise.customer WHERE open_date IS NULL"), "DATE");
  add_record(2, "open_date", "'2020-02-03'");
  run_stage();
  EXPECT_EQ(clean(2, "open_date"), "2020-02-03");
}

TEST_F(Standardise, a_table_that_an_earlier_version_left_makes_room) {
  add_record(1, "full_name", "'王伟'");
  must("CREATE SCHEMA standardise");
  must("CREATE TABLE standardise.customer (record_id BIGINT)");
  run_stage();
  EXPECT_EQ(clean(1, "full_name"), "王伟");
}

TEST_F(Standardise, running_twice_gives_the_same_tables) {
  add_record(1, "full_name, mobile", "'王伟', '13912345678'");
  run_stage();
  std::string first = one("SELECT md5(string_agg(CAST(customer AS VARCHAR), '' ORDER BY record_id)) FROM (SELECT * EXCLUDE (cleaned_in) FROM standardise.customer) AS customer");
  run_stage();
  EXPECT_EQ(one("SELECT md5(string_agg(CAST(customer AS VARCHAR), '' ORDER BY record_id)) FROM (SELECT * EXCLUDE (cleaned_in) FROM standardise.customer) AS customer"), first);
}

// What a row would not look like if it were cleaned again.
constexpr const char* mark = "UPDATE standardise.customer_stored SET full_name = 'kept'";
constexpr const char* count_kept = "SELECT count(*) FROM standardise.customer WHERE full_name = 'kept'";

class StandardiseChanges : public Standardise {
 protected:
  void add_records(int count) {
    for (int id = 1; id <= count; ++id)
      add_record(id, "full_name, birth_date, id_valid_to", "'王" + std::to_string(id % 7) + "', '1990-01-02', '2090-01-01'");
  }
  // A later batch brings another version of a record.
  void change(int id, const std::string& set) {
    must("UPDATE ingest.record SET batch_id = batch_id + 1, " + set + " WHERE record_id = " + std::to_string(id));
  }
  std::string whole_content() {
    return one("SELECT md5(string_agg(CAST(customer AS VARCHAR), '' ORDER BY record_id)) FROM (SELECT * EXCLUDE (cleaned_in) FROM standardise.customer) AS customer") + " " +
           one("SELECT md5(string_agg(CAST(finding AS VARCHAR), '' ORDER BY CAST(finding AS VARCHAR))) FROM standardise.finding AS finding");
  }
};

TEST_F(StandardiseChanges, only_records_that_are_new_changed_or_gone_are_cleaned_again) {
  add_records(40);
  run_stage();
  must(mark);
  change(2, "full_name = '李四'");
  must("DELETE FROM ingest.record WHERE record_id = 3");
  add_record(41, "full_name", "'赵六'");
  run_stage();
  EXPECT_EQ(one(count_kept), "38");
  EXPECT_EQ(clean(2, "full_name"), "李四");
  EXPECT_EQ(clean(3, "full_name"), "no row");
  EXPECT_EQ(clean(41, "full_name"), "赵六");
  run_whole();
  EXPECT_EQ(one(count_kept), "0");
}

TEST_F(StandardiseChanges, all_are_cleaned_again_when_a_source_carries_another_field_or_another_basis_was_used) {
  add_records(40);
  run_stage();
  must(mark);
  change(2, "mobile = '13912345678'");
  run_stage();
  EXPECT_EQ(one(count_kept), "0");
  must(mark);
  must("UPDATE standardise.basis SET basis = 'of another program'");
  run_stage();
  EXPECT_EQ(one(count_kept), "0");
  must(mark);
  for (int id = 1; id <= 20; ++id) change(id, "full_name = '李四'");
  run_stage();
  EXPECT_EQ(one(count_kept), "0");
}

TEST_F(StandardiseChanges, dates_that_another_day_judges_otherwise_are_checked_again) {
  add_records(40);
  change(5, "birth_date = '2990-01-02'");
  run_stage();
  EXPECT_NE(findings(5).find("birth_date:date_range"), std::string::npos);
  // As if the last run had been long ago: what was in force then may have run out, and what lay ahead may have come.
  change(6, "id_valid_to = '2020-01-01'");
  run_stage();
  const std::string expired = findings(6);
  must("UPDATE standardise.customer_stored SET findings = NULL, full_name = 'kept'");
  must("DELETE FROM standardise.finding WHERE subject_id = 6");
  must("UPDATE standardise.basis SET day = DATE '2019-01-01'");
  run_stage();
  EXPECT_EQ(findings(6), expired);
  EXPECT_NE(findings(5).find("birth_date:date_range"), std::string::npos);
  EXPECT_EQ(one(count_kept), "38");
}

TEST_F(StandardiseChanges, any_changes_end_as_a_run_over_all) {
  add_records(60);
  run_stage();
  std::mt19937 random(7);
  for (int round = 0; round < 6; ++round) {
    for (int k = 0; k < 5; ++k) {
      const int id = static_cast<int>(random() % 60) + 1;
      const char* sets[] = {"full_name = '测试'", "birth_date = 'soon'", "birth_date = '2030-01-01'", "id_valid_to = NULL", "full_name = NULL"};
      change(id, sets[random() % 5]);
    }
    must("DELETE FROM ingest.record WHERE record_id = " + std::to_string(random() % 60 + 1));
    add_record(100 + round, "full_name, birth_date", "'孙七', '1991-02-03'");
    run_stage();
    const std::string found = whole_content();
    run_whole();
    EXPECT_EQ(found, whole_content()) << "round " << round;
  }
}

TEST_F(Standardise, an_empty_base_is_no_fault) {
  run_stage();
  EXPECT_EQ(one("SELECT count(*) FROM standardise.customer"), "0");
}

}  // namespace
}  // namespace zhike::standardise

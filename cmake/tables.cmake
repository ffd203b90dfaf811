# The tables of engine/kernels, made at build time from the pinned packages: divisions, telephone metadata, Han characters.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(tables ${CMAKE_BINARY_DIR}/generated/kernels)
add_custom_command(OUTPUT ${tables}/divisions.tsv ${tables}/phone_metadata.h
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/generate_tables.py ${ZHIKE_DEPS} ${CMAKE_SOURCE_DIR}/engine/kernels/division_patch.csv ${tables}
  DEPENDS ${CMAKE_SOURCE_DIR}/tools/generate_tables.py ${CMAKE_SOURCE_DIR}/engine/kernels/division_patch.csv ${ZHIKE_DEPS}/stamp VERBATIM)
add_executable(zhike_han_table ${CMAKE_SOURCE_DIR}/tools/han_table.cpp)
target_include_directories(zhike_han_table PRIVATE ${CMAKE_SOURCE_DIR}/engine)
target_link_libraries(zhike_han_table PRIVATE ICU::uc ICU::i18n ICU::data ${OPENCC_LIBRARY})
add_custom_command(OUTPUT ${tables}/han_table.bin COMMAND zhike_han_table ${tables}/han_table.bin DEPENDS zhike_han_table VERBATIM)
add_custom_target(zhike_tables DEPENDS ${tables}/divisions.tsv ${tables}/phone_metadata.h ${tables}/han_table.bin)
add_dependencies(zhike_kernels zhike_tables)
target_include_directories(zhike_kernels PRIVATE ${tables})
# division_table.cpp and han_table.cpp take their files in with the assembler's .incbin, which no compiler cache sees.
set_source_files_properties(${CMAKE_SOURCE_DIR}/engine/kernels/division_table.cpp PROPERTIES
  OBJECT_DEPENDS ${tables}/divisions.tsv COMPILE_DEFINITIONS "ZHIKE_DIVISIONS=\"${tables}/divisions.tsv\"")
set_source_files_properties(${CMAKE_SOURCE_DIR}/engine/kernels/han_table.cpp PROPERTIES
  OBJECT_DEPENDS ${tables}/han_table.bin COMPILE_DEFINITIONS "ZHIKE_HAN=\"${tables}/han_table.bin\"")

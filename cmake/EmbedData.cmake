# domainplan_embed(TARGET FOLDER): compiles every file of FOLDER into TARGET as a string constant.
# Code that uses data/naming/patterns.json declares
#   namespace domainplan::embedded { extern const std::string_view data_naming_patterns_json; }
function(domainplan_embed target folder)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*)
  string(MAKE_C_IDENTIFIER ${folder} id)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${id}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DROOT=${CMAKE_CURRENT_SOURCE_DIR} "-DFILES=${files}"
            -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Embedding ${folder}"
    VERBATIM)
  set_source_files_properties(${output} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${output})
endfunction()

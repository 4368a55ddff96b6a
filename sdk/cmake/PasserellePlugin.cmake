# passerelle_add_plugin(<name> [sources...]): a module's library, showing nothing but psl_plugin_entry, beside its
# plugin.json, lists/ and locale/ in <build>/modules/<name>/, ready for --plugin-dir.
if(NOT TARGET modules)
    add_custom_target(modules) # every module of this build
endif()
function(passerelle_add_plugin name)
    set(own ${CMAKE_CURRENT_FUNCTION_LIST_DIR}) # the caller may be in any folder
    set(folder ${CMAKE_BINARY_DIR}/modules/${name})
    add_custom_target(passerelle_plugin_${name}_files ALL
        COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
        COMMAND ${CMAKE_COMMAND} -E copy_if_different ${CMAKE_CURRENT_SOURCE_DIR}/plugin.json ${folder}/plugin.json
        COMMAND ${CMAKE_COMMAND} -DFROM=${CMAKE_CURRENT_SOURCE_DIR} -DTO=${folder} -P ${own}/CopyModuleFiles.cmake)
    add_dependencies(modules passerelle_plugin_${name}_files)
    if(NOT ARGN)
        return() # declarations only: a module needs no code
    endif()
    add_library(passerelle_plugin_${name} MODULE ${ARGN})
    target_link_libraries(passerelle_plugin_${name} PRIVATE Passerelle::sdk)
    get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
    if(CXX IN_LIST languages)
        target_compile_features(passerelle_plugin_${name} PRIVATE cxx_std_20)
    endif()
    if(C IN_LIST languages)
        target_compile_features(passerelle_plugin_${name} PRIVATE c_std_11)
    endif()
    if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
        target_compile_options(passerelle_plugin_${name} PRIVATE $<$<NOT:$<BOOL:${MSVC}>>:-O2>)
    endif()
    set_target_properties(passerelle_plugin_${name} PROPERTIES
        OUTPUT_NAME ${name} PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${folder}
        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    if(UNIX AND NOT APPLE)
        target_link_options(passerelle_plugin_${name} PRIVATE LINKER:--version-script=${own}/plugin.map)
    endif()
    add_dependencies(passerelle_plugin_${name} passerelle_plugin_${name}_files)
    add_dependencies(modules passerelle_plugin_${name})
endfunction()

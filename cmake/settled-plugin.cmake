# settled-plugin.cmake -- what makes a module a plugin, in this tree and outside it.

# It is loaded by its bare name and exports its descriptor and nothing else. The version script matters: a GNU_UNIQUE
# symbol (gcc gives one to std::to_string's table) would make unloading a no-op.
set(settled_plugin_map ${CMAKE_CURRENT_LIST_DIR}/plugin.map)
function(settled_plugin_module name)
  set_target_properties(${name} PROPERTIES PREFIX ""
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(UNIX AND NOT APPLE)
    target_link_options(${name} PRIVATE "LINKER:--version-script=${settled_plugin_map}")
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${settled_plugin_map})
    if(NOT SETTLED_SANITIZE)
      target_link_options(${name} PRIVATE "LINKER:--no-undefined")
    endif()
  endif()
endfunction()

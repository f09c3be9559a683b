# The module system, small: imports, options with types and defaults, mkIf, mkMerge and priorities. As lazy as the real
# one where that matters: the condition of a mkIf is not looked at before something under it is wanted.
lib:
let
  inherit (builtins) attrNames concatMap elem filter foldl' head isAttrs isFunction map seq tail;
  typeOf = value: if isAttrs value then value._type or null else null;
  isOption = value: typeOf value == "option";

  # The definitions at a path below a value, as { priority, value }.
  dig = path: priority: value:
    if typeOf value == "if" then
      let found = dig path priority value.content; in if found == [ ] || !value.condition then [ ] else found
    else if typeOf value == "merge" then concatMap (dig path priority) value.contents
    else if typeOf value == "override" then dig path value.priority value.content
    else if path == [ ] then [ { inherit priority value; } ]
    else if isAttrs value && value ? ${head path} then dig (tail path) priority value.${head path}
    else [ ];

  strongest = found:
    let best = foldl' (low: one: if one.priority < low then one.priority else low) 9999 found;
    in map (one: one.value) (filter (one: one.priority == best) found);

  mergeOptions = a: b:
    if isOption a || isOption b then throw "an option is declared twice"
    else a // builtins.mapAttrs (name: value: if a ? ${name} then mergeOptions a.${name} value else value) b;

  valueOf = configs: path: option:
    let
      found = concatMap (dig path 100) configs;
      name = builtins.concatStringsSep "." path;
      values = strongest found;
    in
    if option.readOnly or false && found != [ ] && option ? default then throw "The option `${name}' is read-only, but it's set multiple times."
    else if values != [ ] then (option.apply or (one: one)) (option.type.merge name values)
    else if option ? default then (option.apply or (one: one)) option.default
    else throw "The option `${name}' was accessed but has no value defined.";

  # Paths that are defined and not declared.
  unknown = tree: path: value:
    if elem (typeOf value) [ "if" "override" ] then unknown tree path value.content
    else if typeOf value == "merge" then concatMap (unknown tree path) value.contents
    else if isOption tree then [ ]
    else concatMap (name: if tree ? ${name} then unknown tree.${name} (path ++ [ name ]) value.${name} else [ (path ++ [ name ]) ]) (attrNames value);
in
{
  mkOption = attrs: attrs // { _type = "option"; };
  mkEnableOption = what: { _type = "option"; type = lib.types.bool; default = false; description = "Whether to enable ${what}."; };
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkForce = content: { _type = "override"; priority = 50; inherit content; };
  mkDefault = content: { _type = "override"; priority = 1000; inherit content; };
  literalExpression = text: { inherit text; };
  literalMD = text: { inherit text; };
  inherit dig strongest;

  evalModules = { modules }:
    let
      args = { inherit lib config options; };
      # What a module sets as _module.args, another gets only when it names it.
      further = foldl' (all: module: if isAttrs module then all // (module._module.args or { }) else all) { } modules;
      load = given:
        let
          module = if builtins.isPath given || builtins.isString given then import given else given;
          named = builtins.intersectAttrs (builtins.functionArgs module) further;
          body = if isFunction module then module (args // named) else module;
        in
        [ body ] ++ concatMap load (body.imports or [ ]);
      all = concatMap load modules;
      options = foldl' mergeOptions { } (map (body: body.options or { }) all);
      configs = map (body: body.config or (removeAttrs body [ "imports" "options" "_file" "_module" ])) all;
      build = path: tree: if isOption tree then valueOf configs path tree else builtins.mapAttrs (name: build (path ++ [ name ])) tree;
      config = build [ ] options;
      lost = concatMap (unknown options [ ]) configs;
    in
    {
      inherit options;
      config = if lost == [ ] then config else throw "The option `${builtins.concatStringsSep "." (head lost)}' does not exist.";
    };
}

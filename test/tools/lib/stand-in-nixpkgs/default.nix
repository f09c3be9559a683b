# A stand-in for nixpkgs' lib where that is not installed: the functions that nix/ uses, with the results that nixpkgs
# gives. With NIXPKGS_LIB the tests take the real one.
let
  inherit (builtins) all any attrNames attrValues concatMap concatStringsSep elem elemAt filter foldl' genList isAttrs isString length listToAttrs mapAttrs replaceStrings stringLength substring;
  lib = {
    inherit all any attrNames attrValues concatMap concatStringsSep elem elemAt filter foldl' isAttrs isString listToAttrs mapAttrs;

    optional = condition: value: if condition then [ value ] else [ ];
    optionalAttrs = condition: value: if condition then value else { };
    last = list: elemAt list (length list - 1);
    unique = foldl' (seen: one: if elem one seen then seen else seen ++ [ one ]) [ ];
    nameValuePair = name: value: { inherit name value; };
    mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
    filterAttrs = keep: set: listToAttrs (map (name: lib.nameValuePair name set.${name}) (filter (name: keep name set.${name}) (attrNames set)));
    genAttrs = names: f: listToAttrs (map (name: lib.nameValuePair name (f name)) names);
    attrByPath = path: default: set:
      if path == [ ] then set
      else if isAttrs set && set ? ${builtins.head path} then lib.attrByPath (builtins.tail path) default set.${builtins.head path}
      else default;

    hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
    hasSuffix = suffix: text:
      let at = stringLength text - stringLength suffix; in at >= 0 && substring at (stringLength suffix) text == suffix;
    hasInfix = infix: text: length (lib.splitString infix text) > 1;
    splitString = separator: text: filter isString (builtins.split (lib.escapeRegex separator) (toString text));
    escapeRegex = text:
      let special = genList (i: substring i 1 "\\[{()^$?*+|.") 12; in replaceStrings special (map (one: "\\" + one) special) text;
    escapeShellArg = text: "'${replaceStrings [ "'" ] [ "'\\''" ] (toString text)}'";
    escapeShellArgs = texts: concatStringsSep " " (map lib.escapeShellArg texts);
    versionAtLeast = a: b: builtins.compareVersions a b >= 0;
    importJSON = file: builtins.fromJSON (builtins.readFile file);
    assertMsg = holds: message: if holds then true else throw message;
    getExe = package: "${package}/bin/${package.name}";
    licenses.mit = "mit";
    platforms.unix = [ ];

    kernel = {
      yes = { tristate = "y"; optional = false; };
      no = { tristate = "n"; optional = false; };
      module = { tristate = "m"; optional = false; };
      freeform = text: { freeform = text; optional = false; };
    };

    fileset = {
      unions = files: files;
      maybeMissing = file: file;
      toSource = { root, fileset }: {
        inherit root;
        outPath = toString root;
        files = filter builtins.pathExists fileset;
      };
    };
  } // import ./modules.nix lib // { types = import ./types.nix lib; };
in
lib

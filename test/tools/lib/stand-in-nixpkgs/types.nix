# Types of options: what a value must be, and how several become one.
lib:
let
  inherit (builtins) all attrNames concatLists concatMap head isAttrs isBool isList isPath isString listToAttrs map;
  wrong = name: what: throw "A definition for option `${name}' is not of type `${what}'.";
  # One value, however often it is said.
  scalar = what: check: {
    merge = name: values:
      if !(all check values) then wrong name what
      else if all (one: one == head values) values then head values
      else throw "The option `${name}' has conflicting definition values.";
  };
  attrsWith = type: {
    merge = name: values:
      if !(all isAttrs values) then wrong name "attribute set"
      else
        let
          names = lib.unique (concatMap attrNames values);
          at = key: lib.strongest (concatMap (lib.dig [ key ] 100) values);
          kept = builtins.filter (key: at key != [ ]) names;
        in
        listToAttrs (map (key: { name = key; value = type.merge "${name}.${key}" (at key); }) kept);
  };
  anything = {
    merge = name: values:
      if all isAttrs values && !(head values ? outPath) then (attrsWith anything).merge name values
      else if all isList values then concatLists values
      else (scalar "anything" (_: true)).merge name values;
  };
in
{
  inherit anything;
  raw = anything;
  bool = scalar "boolean" isBool;
  str = scalar "string" isString;
  path = scalar "absolute path" (one: isPath one || (isString one && lib.hasPrefix "/" one) || (isAttrs one && one ? outPath));
  nullOr = type: { merge = name: values: if all (one: one == null) values then null else type.merge name values; };
  attrsOf = attrsWith;
  listOf = type: {
    merge = name: values: if all isList values then map (one: type.merge name [ one ]) (concatLists values) else wrong name "list";
  };
  submodule = { freeformType }: freeformType;
}

# Which kernel options that a target needs are not in the kernel that the configuration builds.
{ lib }:

let
  # `CONFIG_X=value` lines of a fragment.
  assignments =
    text:
    lib.concatMap (
      line:
      let
        parts = builtins.match "CONFIG_([A-Za-z0-9_]+)=(.*)" line;
      in
      lib.optional (parts != null) {
        symbol = lib.elemAt parts 0;
        value = lib.elemAt parts 1;
      }
    ) (lib.splitString "\n" text);

  # Values of the options that a module asks nixpkgs' kernel for, without the priority that lib.mkForce gives them.
  wantedOf =
    patch:
    let
      options = patch.structuredExtraConfig or (patch.extraStructuredConfig or { });
      valueOf = option: option.content or option;
    in
    lib.mapAttrsToList (symbol: option: {
      inherit symbol;
      value = plain (valueOf option);
    }) options;

  # A structured value as a kernel configuration has it; null for an option that is not set.
  plain =
    option:
    if (option.tristate or null) != null then
      option.tristate
    else
      (option.freeform or null);

  # What is asked for as a module may as well be built in.
  serves = wanted: got: got == wanted || (wanted == "m" && got == "y") || (wanted == "n" && got == null);

  lostFrom = get: wanted: lib.filter ({ symbol, value }: !serves value (get symbol)) wanted;
in
{
  inherit assignments;

  # Lost options as { symbol, value } with the value that is missing.
  lost =
    {
      kernel,
      patches,
      fragment,
    }:
    let
      # What nixpkgs' kernels are asked for. Their `config` says nothing: it holds three options.
      structured = kernel.configfile.structuredConfig or null;
      # A kernel with a configuration of its own; empty when that could only be read by building it first.
      isKnown = lib.any (lib.hasPrefix "CONFIG_") (lib.attrNames (kernel.config or { }));
    in
    if structured != null then
      lostFrom (symbol: plain (structured.${symbol} or { })) (lib.concatMap wantedOf patches)
    else if isKnown then
      lostFrom (symbol: kernel.config."CONFIG_${symbol}" or null) (assignments fragment)
    else
      [ ];
}

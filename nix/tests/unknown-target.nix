# A name that the spec does not have.
{ machine }:
{
  module =
    { lib, ... }:
    {
      imports = [ (machine "systemd") ];
      services.wdgen.target = lib.mkForce "sytemd";
    };
  words = "has no target sytemd";
}

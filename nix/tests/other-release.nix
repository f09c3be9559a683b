# A tree in the words of a release whose options had other names.
{ machine }:
{
  module =
    { lib, ... }:
    {
      imports = [ (machine "deferred") ];
      system.nixos.release = lib.mkForce "24.05";
    };
  words = ''Set release = "24.05" in the spec'';
}

# A tree in the words of a release whose options had other names.
{ machine }:
{
  module = machine "older";
  words = "older was generated for NixOS 25.05, and this is ";
}

"""The command line of Motcua; `./motcua` without a command lists what there is."""

"""Tables and figures from the files of the pipeline."""

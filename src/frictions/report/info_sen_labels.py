"""How measures of informativeness, sensitivities and sources of panels are called where a person reads them."""

MEASURES = {
    "informativeness": "informativeness about income",
    "revelatory": "revelatory efficiency",
    "adjusted": "informativeness net of feedback",
}

SENSITIVITIES = {
    "input_share": "cost of inputs over next income",
    "controlled_slope": "slope of log income on log input, given what is known",
    "growth_slope": "slope of income growth on input growth or investment",
}

SOURCES = {
    "model": "simulated from the solved model, not data",
    "directory": "data from a file",
    "edgar": "open XBRL data",
}

"""How variables and parameters are called where a person reads them."""

VARIABLES = {
    "output": "Output",
    "inflation": "Inflation",
    "consumption": "Consumption",
    "inventory_sales": "Inventory-sales ratio",
    "inventories": "Inventories",
    "unit_labor_cost": "Unit labour cost",
    "profit_share": "Profit share",
    "commodity_prices": "Commodity prices",
    "federal_funds": "Federal funds rate",
    "nonborrowed_reserves": "Nonborrowed reserves",
    "money_growth": "Money growth",
    "real_wage": "Real wage",
    "real_marginal_cost": "Real marginal cost",
    "real_profit": "Real profit",
    "sales": "Sales",
    "price_level": "Price level",
    "nominal_marginal_cost": "Nominal marginal cost",
    "nominal_rate": "Nominal interest rate",
    "real_rate": "Real interest rate",
    "stock": "Stock of goods for sale",
}

SOLUTIONS = {
    "percentile": "percentile band",
    "bias_corrected": "bias-corrected band",
    "sup_t": "simultaneous (sup-t) band",
    "average": "source's estimates, average cost",
    "marginal": "source's estimates, marginal cost",
    "optimal_separate": "optimal, separate information",
    "optimal_separate_15bp": "optimal, separate information, 15 basis points",
    "optimal_joint": "optimal, joint information",
    "reconstruction": "reconstruction",
    "published_path": "path recovered from Table 1.3",
    "estimated": "our estimates",
}
"""How what the scoreboard calls a mode is called: a band, a kind of solution or an estimate."""

SYMBOLS = {
    "cost_ratio": r"$\mu/\sigma_r^2$",
    "xi_p": r"$\xi_p$",
    "iota_p": r"$\iota_p$",
    "xi_w": r"$\xi_w$",
    "iota_w": r"$\iota_w$",
    "sigma_c": r"$\sigma_c$",
    "sigma_l": r"$\sigma_l$",
    "alpha": r"$\alpha$",
}
"""Parameters that are estimated, as a figure sets them."""

PARAMETERS = {
    "cost_ratio": "cost of a bit over the variance of the shock",
    "beta": "discount factor",
    "theta": "elasticity of substitution between goods",
    "theta_w": "elasticity of substitution between kinds of labour",
    "delta_z": "depreciation of inventories, a quarter",
    "sigma_v": "standard deviation of demand shocks",
    "psi_l": "weight of labour in utility",
    "g_star": "government share",
    "h": "habit",
    "rho_R": "interest-rate smoothing",
    "phi_pi": "response to inflation",
    "phi_Y": "response to output",
    "xi_p": "share of prices not reset",
    "iota_p": "indexation of prices",
    "xi_w": "share of wages not reset",
    "iota_w": "indexation of wages",
    "sigma_c": "inverse elasticity of intertemporal substitution",
    "sigma_l": "inverse elasticity of labour supply",
    "alpha": "returns to labour",
}

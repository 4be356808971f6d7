"""What inattention costs a firm, and whether it could do better with another choice of signals."""

from dataclasses import dataclass

import numpy as np

from frictions.attention.economy import given_targets
from frictions.attention.equilibrium import AttentionEquilibrium, NoEquilibrium, attention_thresholds, search


@dataclass(frozen=True)
class FirmLoss:
    """Expected loss a quarter, over the variance of the shock, in units of ``Xi p^-theta S``.

    Multiply by the variance of the shock in log points for a share of the revenue scale.

    Attributes
    ----------
    price, stock : float
        From the squared error of each action.
    interaction : float
        From the product of both errors; negative where they offset each other.
    information : float
        Cost of information.
    """

    price: float
    stock: float
    interaction: float
    information: float

    @property
    def profit(self) -> float:
        """Profit lost against the first best, without the cost of information."""
        return self.price + self.stock + self.interaction

    @property
    def objective(self) -> float:
        """What the firm minimises: profit lost and cost of information."""
        return self.profit + self.information

    @property
    def interaction_share(self) -> float:
        """Contribution of the interaction to the profit lost (Table 1.5)."""
        return self.interaction / self.profit if self.profit > 0.0 else 0.0


def firm_loss(equilibrium: AttentionEquilibrium) -> FirmLoss:
    """Compute the expected loss of a firm in an equilibrium.

    Parameters
    ----------
    equilibrium : AttentionEquilibrium
        The equilibrium, or one firm's choice with given targets.

    Returns
    -------
    FirmLoss
        Infinite if a decision without information has a target that moves permanently.

    Notes
    -----
    An error has a part common to all firms, the average action less the first best, and one of its own, whose
    variance is what the posterior variance of the tracked target leaves after the common part. Own parts of the two
    decisions are independent under separate information.
    """
    economy, linear, information = equilibrium.economy, equilibrium.linear, equilibrium.information
    weight = economy.form.weight
    common = linear.actions - linear.first_best_actions
    covariance = common @ common.T
    lags, horizon = economy.lags, economy.horizon
    tracked_paths = linear.tracked[:, np.minimum(np.arange(horizon), lags)]
    missed = linear.actions - tracked_paths
    own = np.zeros((2, 2))
    for d in range(len(information.active)):
        learned = 1.0 - information.nat_cost / information.eigenvalues[d] if information.active[d] else 0.0
        if learned <= 0.0:
            continue
        image = information.outward[d]
        posterior = information.priors[d] - learned * np.outer(image, image)
        # A joint signal lies behind both decisions.
        behind = [0, 1] if economy.information == "joint" else [d]
        loadings = linear.tracked[behind]
        own[np.ix_(behind, behind)] = loadings @ posterior @ loadings.T - missed[behind] @ missed[behind].T
    errors = covariance + own
    if not economy.anchored and not linear.actions[0].any():
        errors[0, 0] = np.inf
    return FirmLoss(
        price=float(0.5 * weight[0, 0] * errors[0, 0]),
        stock=float(0.5 * weight[1, 1] * errors[1, 1]),
        interaction=float(weight[0, 1] * errors[0, 1]),
        information=equilibrium.cost_ratio * float(equilibrium.bits.sum()),
    )


def alternative_choices(equilibrium: AttentionEquilibrium) -> list[AttentionEquilibrium]:
    """Other choices of signals that satisfy a firm's first-order conditions while the economy stays as it is.

    Under separate information with the interaction counted the firm's problem is not convex: each decision's best
    signal depends on what the other decision knows. Every combination of informed and uninformed decisions is tried.

    Parameters
    ----------
    equilibrium : AttentionEquilibrium
        The equilibrium whose first-best actions are held fixed.

    Returns
    -------
    list of AttentionEquilibrium
        To be compared with the equilibrium by :attr:`FirmLoss.objective`; includes the equilibrium's own choice.
    """
    economy = equilibrium.economy
    permanent = bool(np.isinf(attention_thresholds(economy, equilibrium.linear)[0]))
    firm = given_targets(
        equilibrium.linear.first_best_actions,
        economy.form,
        economy.discount,
        economy.information,
        economy.interaction,
        economy.lags,
        anchored=not permanent,
    )
    signals = len(equilibrium.information.active)
    choices: list[AttentionEquilibrium] = []
    for code in range(2**signals):
        active: np.ndarray = np.array([bool(code >> d & 1) for d in range(signals)])
        if permanent and not active[0]:
            continue
        try:
            choices.append(search(firm, cost_ratio=equilibrium.cost_ratio, active=active, permanent=permanent))
        except NoEquilibrium:
            continue
    return choices


def best_alternative(equilibrium: AttentionEquilibrium) -> float:
    """Certificate: how much a firm could lower its objective by another choice of signals, relative to it.

    Returns
    -------
    float
        Zero, up to rounding error, where the equilibrium's choice is the best one found.
    """
    own = firm_loss(equilibrium).objective
    others = [firm_loss(choice).objective for choice in alternative_choices(equilibrium)]
    return (own - min([own, *others])) / own

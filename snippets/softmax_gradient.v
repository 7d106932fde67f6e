(** * The gradient of softmax cross-entropy with respect to the logits is p - y

  What is proved, for every number of classes K, every vector of logits z, every
  vector of labels y that sums to 1, and every class j:

    the loss, as a function of the one logit z_j, has a derivative, and it is p_j - y_j.

  The last theorem, [softmax_cross_entropy_gradient], states this with the standard
  library's own sum, exponential, logarithm and derivative, and with no definition
  from this file: to know what has been proved, it is enough to read that statement.

  On the way every line of the derivation is a theorem of its own, with its number
  (E3, I4, E5, ... A7, E18, I9) in the comment above it. A [Theorem] is a result that
  the pages use; a [Lemma] is a step towards one. Classes are counted from 0 to K - 1.

  Rocq and Coq write [forall] for "for every", [->] for "implies", [<->] for "if and
  only if"; [derivable_pt_lim f x l] says "f has a derivative at x, and it is l". *)

From Coq Require Import Reals Lra Lia Arith.
Open Scope R_scope.

(** * 1. Finite sums *)

(** [sumK K f] is f 0 + f 1 + ... + f (K - 1); the empty sum is 0. *)
Fixpoint sumK (K : nat) (f : nat -> R) : R :=
  match K with
  | O => 0
  | S n => sumK n f + f n
  end.

(** [delta i j] is Kronecker's delta: 1 if i = j, and 0 otherwise. *)
Definition delta (i j : nat) : R := if Nat.eqb i j then 1 else 0.

(** [sum_except K j f] is the sum over all classes i other than j. *)
Definition sum_except (K j : nat) (f : nat -> R) : R :=
  sumK K (fun i => if Nat.eqb i j then 0 else f i).

Lemma sumK_ext : forall (K : nat) (f g : nat -> R),
  (forall i, (i < K)%nat -> f i = g i) -> sumK K f = sumK K g.
Proof.
  intros K f g same.
  induction K as [| n step]; simpl.
  - reflexivity.
  - rewrite step by (intros i below; apply same; lia).
    rewrite same by lia.
    reflexivity.
Qed.

Lemma sumK_plus : forall (K : nat) (f g : nat -> R),
  sumK K (fun i => f i + g i) = sumK K f + sumK K g.
Proof.
  intros K f g.
  induction K as [| n step]; simpl.
  - ring.
  - rewrite step. ring.
Qed.

Lemma sumK_scal : forall (K : nat) (c : R) (f : nat -> R),
  sumK K (fun i => c * f i) = c * sumK K f.
Proof.
  intros K c f.
  induction K as [| n step]; simpl.
  - ring.
  - rewrite step. ring.
Qed.

Lemma sumK_minus : forall (K : nat) (f g : nat -> R),
  sumK K (fun i => f i - g i) = sumK K f - sumK K g.
Proof.
  intros K f g.
  induction K as [| n step]; simpl.
  - ring.
  - rewrite step. ring.
Qed.

Lemma sumK_const : forall (K : nat) (c : R), sumK K (fun _ => c) = INR K * c.
Proof.
  intros K c.
  induction K as [| n step].
  - simpl. ring.
  - rewrite S_INR. simpl. rewrite step. ring.
Qed.

Lemma sumK_le : forall (K : nat) (f g : nat -> R),
  (forall i, (i < K)%nat -> f i <= g i) -> sumK K f <= sumK K g.
Proof.
  intros K f g below.
  induction K as [| n step]; simpl.
  - lra.
  - apply Rplus_le_compat.
    + apply step. intros i small. apply below. lia.
    + apply below. lia.
Qed.

Lemma sumK_nonneg : forall (K : nat) (f : nat -> R),
  (forall i, (i < K)%nat -> 0 <= f i) -> 0 <= sumK K f.
Proof.
  intros K f nonneg.
  replace 0 with (sumK K (fun _ => 0)) by (rewrite sumK_const; ring).
  apply sumK_le. exact nonneg.
Qed.

Lemma sumK_pos : forall (K : nat) (f : nat -> R),
  (0 < K)%nat -> (forall i, (i < K)%nat -> 0 < f i) -> 0 < sumK K f.
Proof.
  intros K f some_class positive.
  destruct K as [| n]; [lia |]; simpl.
  apply Rplus_le_lt_0_compat.
  - apply sumK_nonneg. intros i small. left. apply positive. lia.
  - apply positive. lia.
Qed.

(** A term is at most the whole sum when no term is negative. *)
Lemma sumK_term_le : forall (K : nat) (f : nat -> R) (j : nat),
  (j < K)%nat -> (forall i, (i < K)%nat -> 0 <= f i) -> f j <= sumK K f.
Proof.
  intros K f j j_lt_K nonneg.
  induction K as [| n step]; [lia |]; simpl.
  assert (last_nonneg : 0 <= f n) by (apply nonneg; lia).
  destruct (Nat.eq_dec j n) as [j_is_n | j_not_n].
  - subst j.
    assert (0 <= sumK n f)
      by (apply sumK_nonneg; intros i small; apply nonneg; lia).
    lra.
  - assert (f j <= sumK n f)
      by (apply step; [lia | intros i small; apply nonneg; lia]).
    lra.
Qed.

Lemma delta_same : forall i : nat, delta i i = 1.
Proof. intros i. unfold delta. rewrite Nat.eqb_refl. reflexivity. Qed.

Lemma delta_other : forall i j : nat, i <> j -> delta i j = 0.
Proof.
  intros i j i_not_j. unfold delta.
  rewrite (proj2 (Nat.eqb_neq i j) i_not_j). reflexivity.
Qed.

Lemma delta_sym : forall i j : nat, delta i j = delta j i.
Proof. intros i j. unfold delta. rewrite Nat.eqb_sym. reflexivity. Qed.

(** A sum splits into its term i = j and the terms i <> j. *)
Lemma sumK_split : forall (K : nat) (f : nat -> R) (j : nat),
  (j < K)%nat -> sumK K f = f j + sum_except K j f.
Proof.
  unfold sum_except. intros K f j j_lt_K.
  induction K as [| n step]; [lia |]; simpl.
  destruct (Nat.eq_dec j n) as [j_is_n | j_not_n].
  - subst j. rewrite Nat.eqb_refl.
    rewrite (sumK_ext n (fun i => if Nat.eqb i n then 0 else f i) f).
    + ring.
    + intros i small. rewrite (proj2 (Nat.eqb_neq i n)) by lia. reflexivity.
  - rewrite (proj2 (Nat.eqb_neq n j)) by lia.
    rewrite step by lia. ring.
Qed.

Lemma sum_except_ext : forall (K j : nat) (f g : nat -> R),
  (forall i, (i < K)%nat -> i <> j -> f i = g i) ->
  sum_except K j f = sum_except K j g.
Proof.
  intros K j f g same. unfold sum_except. apply sumK_ext. intros i small.
  destruct (Nat.eqb_spec i j) as [i_is_j | i_not_j].
  - reflexivity.
  - apply same; assumption.
Qed.

Lemma sum_except_scal : forall (K j : nat) (c : R) (f : nat -> R),
  sum_except K j (fun i => c * f i) = c * sum_except K j f.
Proof.
  intros K j c f. unfold sum_except. rewrite <- sumK_scal.
  apply sumK_ext. intros i _. destruct (Nat.eqb i j); ring.
Qed.

(** Kronecker's delta picks one term out of a sum. *)
Lemma sumK_delta : forall (K : nat) (f : nat -> R) (j : nat),
  (j < K)%nat -> sumK K (fun i => delta i j * f i) = f j.
Proof.
  intros K f j j_lt_K.
  rewrite (sumK_split _ _ j j_lt_K), delta_same.
  rewrite (sum_except_ext K j _ (fun i => 0 * f i)).
  - rewrite sum_except_scal. ring.
  - intros i _ i_not_j. rewrite delta_other by assumption. ring.
Qed.

(** Our sum of n + 1 terms is the standard library's. *)
Lemma sumK_is_sum_f_R0 : forall (n : nat) (f : nat -> R),
  sumK (S n) f = sum_f_R0 f n.
Proof.
  intros n f. induction n as [| m step].
  - simpl. ring.
  - change (sumK (S m) f + f (S m) = sum_f_R0 f m + f (S m)). rewrite step. ring.
Qed.

(** * 2. Derivatives: three tools *)

(** A derivative may be written in another way if the value is the same. *)
Lemma derivative_value : forall (f : R -> R) (x l l' : R),
  derivable_pt_lim f x l -> l = l' -> derivable_pt_lim f x l'.
Proof. intros f x l l' derivative same. rewrite <- same. exact derivative. Qed.

(** Functions that agree everywhere have the same derivative. *)
Lemma derivative_ext : forall (f g : R -> R) (x l : R),
  (forall t, f t = g t) -> derivable_pt_lim f x l -> derivable_pt_lim g x l.
Proof.
  intros f g x l same derivative eps eps_pos.
  destruct (derivative eps eps_pos) as [r close].
  exists r. intros h h_not_0 h_small.
  rewrite <- !same. exact (close h h_not_0 h_small).
Qed.

(** A sum is differentiated term by term. *)
Lemma derivative_sumK : forall (K : nat) (f : nat -> R -> R) (f' : nat -> R) (t : R),
  (forall i, (i < K)%nat -> derivable_pt_lim (f i) t (f' i)) ->
  derivable_pt_lim (fun s => sumK K (fun i => f i s)) t (sumK K f').
Proof.
  intros K f f' t terms.
  induction K as [| n step]; simpl.
  - apply (derivable_pt_lim_const 0).
  - apply (derivable_pt_lim_plus (fun s => sumK n (fun i => f i s)) (f n)).
    + apply step. intros i small. apply terms. lia.
    + apply terms. lia.
Qed.

(** * 3. Softmax and the loss *)

(** The denominator of softmax: $\sum_k e^{z_k}$. *)
Definition partition_sum (K : nat) (z : nat -> R) : R :=
  sumK K (fun k => exp (z k)).

(** E2. $p_i = e^{z_i} / \sum_k e^{z_k}$ *)
Definition softmax (K : nat) (z : nat -> R) (i : nat) : R :=
  exp (z i) / partition_sum K z.

(** E1. $L = -\sum_i y_i \ln p_i$, with $p$ the softmax of $z$. *)
Definition loss (K : nat) (y z : nat -> R) : R :=
  - sumK K (fun i => y i * ln (softmax K z i)).

(** [upd z j t] is the vector z with its entry j replaced by t. *)
Definition upd (z : nat -> R) (j : nat) (t : R) : nat -> R :=
  fun i => if Nat.eqb i j then t else z i.

(** [partial F z j l] says: $\partial F / \partial z_j$ exists at z, and it is l. *)
Definition partial (F : (nat -> R) -> R) (z : nat -> R) (j : nat) (l : R) : Prop :=
  derivable_pt_lim (fun t => F (upd z j t)) (z j) l.

Lemma partition_sum_positive : forall (K : nat) (z : nat -> R),
  (0 < K)%nat -> 0 < partition_sum K z.
Proof.
  intros K z some_class. apply sumK_pos; [exact some_class |].
  intros k _. apply exp_pos.
Qed.

(* Every probability is positive. $p_i > 0$ *)
Theorem softmax_positive : forall (K : nat) (z : nat -> R) (i : nat),
  (0 < K)%nat -> 0 < softmax K z i.
Proof.
  intros K z i some_class. unfold softmax, Rdiv.
  apply Rmult_lt_0_compat; [apply exp_pos |].
  apply Rinv_0_lt_compat, partition_sum_positive, some_class.
Qed.

(* A3. The probabilities sum to one. $\sum_i p_i = 1$ *)
Theorem softmax_sums_to_one : forall (K : nat) (z : nat -> R),
  (0 < K)%nat -> sumK K (softmax K z) = 1.
Proof.
  intros K z some_class.
  assert (positive := partition_sum_positive K z some_class).
  rewrite (sumK_ext K _ (fun i => / partition_sum K z * exp (z i))).
  - rewrite sumK_scal. fold (partition_sum K z). field. lra.
  - intros i _. unfold softmax, Rdiv. ring.
Qed.

(* I8. A one-hot vector sums to one. $\sum_i y_i = 1$ *)
Theorem one_hot_sums_to_one : forall K c : nat,
  (c < K)%nat -> sumK K (fun i => delta i c) = 1.
Proof.
  intros K c c_lt_K.
  rewrite (sumK_ext K _ (fun i => delta i c * 1)) by (intros; ring).
  apply (sumK_delta K (fun _ => 1)). exact c_lt_K.
Qed.

(** The denominator looks at the entries 0 ... K - 1 of z only. *)
Lemma partition_sum_ext : forall (K : nat) (z z' : nat -> R),
  (forall k, (k < K)%nat -> z k = z' k) -> partition_sum K z = partition_sum K z'.
Proof.
  intros K z z' same. apply sumK_ext. intros k small. rewrite same by exact small.
  reflexivity.
Qed.

Lemma softmax_ext : forall (K : nat) (z z' : nat -> R) (i : nat),
  (forall k, z k = z' k) -> softmax K z i = softmax K z' i.
Proof.
  intros K z z' i same. unfold softmax. rewrite same.
  rewrite (partition_sum_ext K z z'); auto.
Qed.

Lemma upd_same : forall (z : nat -> R) (j k : nat), upd z j (z j) k = z k.
Proof.
  intros z j k. unfold upd.
  destruct (Nat.eqb_spec k j) as [k_is_j | _]; [rewrite k_is_j |]; reflexivity.
Qed.

(** As z_j moves, the entry k of z has the derivative delta k j. *)
Lemma derivative_upd : forall (z : nat -> R) (j k : nat) (t : R),
  derivable_pt_lim (fun s => upd z j s k) t (delta k j).
Proof.
  intros z j k t. unfold upd, delta. destruct (Nat.eqb k j).
  - apply derivable_pt_lim_id.
  - apply (derivable_pt_lim_const (z k)).
Qed.

(** Along a line, the entry k of z + t d has the derivative d k. *)
Lemma derivative_along_a_line : forall (z d : nat -> R) (k : nat) (t : R),
  derivable_pt_lim (fun s => z k + s * d k) t (d k).
Proof.
  intros z d k t. eapply derivative_value.
  - apply (derivable_pt_lim_plus (fun _ => z k) (fun s => s * d k)).
    + apply (derivable_pt_lim_const (z k)).
    + apply (derivable_pt_lim_mult (fun s => s) (fun _ => d k)).
      * apply derivable_pt_lim_id.
      * apply (derivable_pt_lim_const (d k)).
  - ring.
Qed.

(** A partial derivative has only one value. *)
Lemma partial_unique : forall F (z : nat -> R) (j : nat) (l l' : R),
  partial F z j l -> partial F z j l' -> l = l'.
Proof. intros F z j l l'. apply uniqueness_limite. Qed.

(** * 4. The chain rule along a path of logits

  Let the logits move: z(t) is a vector that depends on a number t, and each entry
  has a derivative z_k'. The three lemmas below hold for every such path; a partial
  derivative is the case in which one entry moves with speed 1. *)

Lemma exp_along_a_path : forall (w : R -> R) (w' t : R),
  derivable_pt_lim w t w' ->
  derivable_pt_lim (fun s => exp (w s)) t (exp (w t) * w').
Proof.
  intros w w' t moves.
  apply (derivable_pt_lim_comp w exp); [exact moves | apply derivable_pt_lim_exp].
Qed.

Lemma partition_sum_along_a_path :
  forall (K : nat) (z : R -> nat -> R) (z' : nat -> R) (t : R),
  (forall k, (k < K)%nat -> derivable_pt_lim (fun s => z s k) t (z' k)) ->
  derivable_pt_lim (fun s => partition_sum K (z s)) t
    (sumK K (fun k => exp (z t k) * z' k)).
Proof.
  intros K z z' t moves. unfold partition_sum.
  apply (derivative_sumK K (fun k s => exp (z s k))).
  intros k small. apply exp_along_a_path, moves, small.
Qed.

(** $p_i' = p_i (z_i' - \sum_k p_k z_k')$, by the quotient rule *)
Lemma softmax_along_a_path :
  forall (K : nat) (z : R -> nat -> R) (z' : nat -> R) (t : R) (i : nat),
  (forall k, (k < K)%nat -> derivable_pt_lim (fun s => z s k) t (z' k)) ->
  (i < K)%nat ->
  derivable_pt_lim (fun s => softmax K (z s) i) t
    (softmax K (z t) i * (z' i - sumK K (fun k => softmax K (z t) k * z' k))).
Proof.
  intros K z z' t i moves i_lt_K.
  assert (positive := partition_sum_positive K (z t) ltac:(lia)).
  eapply derivative_value.
  - unfold softmax.
    apply (derivable_pt_lim_div (fun s => exp (z s i)) (fun s => partition_sum K (z s))).
    + apply exp_along_a_path, moves, i_lt_K.
    + apply partition_sum_along_a_path, moves.
    + lra.
  - rewrite (sumK_ext K (fun k => softmax K (z t) k * z' k)
      (fun k => / partition_sum K (z t) * (exp (z t k) * z' k))).
    + rewrite sumK_scal. unfold softmax, Rsqr. field. lra.
    + intros k _. unfold softmax, Rdiv. ring.
Qed.

(** $(\ln p_i)' = z_i' - \sum_k p_k z_k'$: the factor p_i cancels *)
Lemma log_softmax_along_a_path :
  forall (K : nat) (z : R -> nat -> R) (z' : nat -> R) (t : R) (i : nat),
  (forall k, (k < K)%nat -> derivable_pt_lim (fun s => z s k) t (z' k)) ->
  (i < K)%nat ->
  derivable_pt_lim (fun s => ln (softmax K (z s) i)) t
    (z' i - sumK K (fun k => softmax K (z t) k * z' k)).
Proof.
  intros K z z' t i moves i_lt_K.
  assert (positive := softmax_positive K (z t) i ltac:(lia)).
  eapply derivative_value.
  - apply (derivable_pt_lim_comp (fun s => softmax K (z s) i) ln).
    + apply softmax_along_a_path; [exact moves | exact i_lt_K].
    + apply derivable_pt_lim_ln, positive.
  - field. lra.
Qed.

(** $L' = \sum_j (p_j \sum_i y_i - y_j) z_j'$, for any labels y *)
Lemma loss_along_a_path :
  forall (K : nat) (y : nat -> R) (z : R -> nat -> R) (z' : nat -> R) (t : R),
  (forall k, (k < K)%nat -> derivable_pt_lim (fun s => z s k) t (z' k)) ->
  derivable_pt_lim (fun s => loss K y (z s)) t
    (sumK K (fun j => (softmax K (z t) j * sumK K y - y j) * z' j)).
Proof.
  intros K y z z' t moves. unfold loss.
  set (mean := sumK K (fun k => softmax K (z t) k * z' k)).
  eapply derivative_value.
  - apply (derivable_pt_lim_opp
      (fun s => sumK K (fun i => y i * ln (softmax K (z s) i)))).
    apply (derivative_sumK K (fun i s => y i * ln (softmax K (z s) i))
      (fun i => y i * (z' i - mean))).
    intros i i_lt_K.
    apply (derivable_pt_lim_scal (fun s => ln (softmax K (z s) i))).
    apply log_softmax_along_a_path; [exact moves | exact i_lt_K].
  - rewrite (sumK_ext K (fun i => y i * (z' i - mean))
      (fun i => y i * z' i - mean * y i)) by (intros; ring).
    rewrite (sumK_ext K (fun j => (softmax K (z t) j * sumK K y - y j) * z' j)
      (fun j => sumK K y * (softmax K (z t) j * z' j) - y j * z' j)) by (intros; ring).
    rewrite !sumK_minus, !sumK_scal. fold mean. ring.
Qed.

(** From a path back to a partial derivative: one entry moves, with speed 1. *)
Lemma partial_of_path : forall (K : nat) (g : nat -> R) (j : nat),
  (j < K)%nat -> sumK K (fun k => g k * delta k j) = g j.
Proof.
  intros K g j j_lt_K.
  rewrite (sumK_ext K _ (fun k => delta k j * g k)) by (intros; ring).
  apply sumK_delta, j_lt_K.
Qed.

(** * 5. The chain rule through the K probabilities *)

(* I1. $\partial L / \partial p_i = -y_i / p_i$, for positive $p$ *)
Theorem loss_derivative_in_probability :
  forall (K : nat) (y p : nat -> R) (i : nat),
  (i < K)%nat -> 0 < p i ->
  partial (fun q => - sumK K (fun k => y k * ln (q k))) p i (- (y i / p i)).
Proof.
  intros K y p i i_lt_K positive. unfold partial.
  eapply derivative_value.
  - apply (derivable_pt_lim_opp
      (fun t => sumK K (fun k => y k * ln (upd p i t k)))).
    apply (derivative_sumK K (fun k t => y k * ln (upd p i t k))
      (fun k => delta k i * (y k / p k))).
    intros k _. destruct (Nat.eq_dec k i) as [k_is_i | k_not_i].
    + subst k.
      apply (derivative_ext (fun t => y i * ln t)).
      * intros t. unfold upd. rewrite Nat.eqb_refl. reflexivity.
      * eapply derivative_value.
        -- apply (derivable_pt_lim_scal ln), derivable_pt_lim_ln, positive.
        -- rewrite delta_same. unfold Rdiv. ring.
    + apply (derivative_ext (fun _ => y k * ln (p k))).
      * intros t. unfold upd. rewrite (proj2 (Nat.eqb_neq k i) k_not_i). reflexivity.
      * rewrite delta_other, Rmult_0_l by exact k_not_i.
        apply (derivable_pt_lim_const (y k * ln (p k))).
  - rewrite (sumK_delta K (fun k => y k / p k)) by exact i_lt_K. reflexivity.
Qed.

(* E3. $\partial L/\partial z_j = \sum_i (-y_i/p_i)\, \partial p_i/\partial z_j$ *)
Theorem chain_rule_through_probabilities :
  forall (K : nat) (y z : nat -> R) (j : nat) (p' : nat -> R),
  (forall i, (i < K)%nat -> partial (fun x => softmax K x i) z j (p' i)) ->
  partial (loss K y) z j (sumK K (fun i => - (y i / softmax K z i) * p' i)).
Proof.
  intros K y z j p' probabilities_move. unfold partial, loss.
  eapply derivative_value.
  - apply (derivable_pt_lim_opp
      (fun t => sumK K (fun i => y i * ln (softmax K (upd z j t) i)))).
    apply (derivative_sumK K (fun i t => y i * ln (softmax K (upd z j t) i))
      (fun i => y i * (/ softmax K z i * p' i))).
    intros i i_lt_K.
    apply (derivable_pt_lim_scal (fun t => ln (softmax K (upd z j t) i))).
    apply (derivable_pt_lim_comp (fun t => softmax K (upd z j t) i) ln).
    + apply probabilities_move, i_lt_K.
    + rewrite (softmax_ext K (upd z j (z j)) z) by apply upd_same.
      apply derivable_pt_lim_ln, softmax_positive. lia.
  - rewrite (sumK_ext K (fun i => - (y i / softmax K z i) * p' i)
      (fun i => -1 * (y i * (/ softmax K z i * p' i)))).
    + rewrite sumK_scal. ring.
    + intros i _. unfold Rdiv. ring.
Qed.

(* A4. $\partial L/\partial z_j$ is the term $i = j$ plus the terms $i \neq j$ *)
Theorem chain_rule_with_one_term_taken_out :
  forall (K : nat) (y z : nat -> R) (j : nat) (p' : nat -> R),
  (j < K)%nat ->
  (forall i, (i < K)%nat -> partial (fun x => softmax K x i) z j (p' i)) ->
  partial (loss K y) z j
    (- (y j / softmax K z j) * p' j
      + sum_except K j (fun i => - (y i / softmax K z i) * p' i)).
Proof.
  intros K y z j p' j_lt_K probabilities_move. eapply derivative_value.
  - apply chain_rule_through_probabilities, probabilities_move.
  - apply (sumK_split K (fun i => - (y i / softmax K z i) * p' i) j j_lt_K).
Qed.

(** * 6. The same logit: i = j *)

(* I4. $u = e^{z_i}$ has $\partial u / \partial z_i = e^{z_i}$ *)
Theorem numerator_derivative_same_logit : forall (z : nat -> R) (i : nat),
  partial (fun x => exp (x i)) z i (exp (z i)).
Proof.
  intros z i. apply (derivative_ext exp).
  - intros t. unfold upd. rewrite Nat.eqb_refl. reflexivity.
  - apply derivable_pt_lim_exp.
Qed.

(* I6. $u = e^{z_i}$ has $\partial u / \partial z_j = 0$ if $i \neq j$ *)
Theorem numerator_derivative_other_logit : forall (z : nat -> R) (i j : nat),
  i <> j -> partial (fun x => exp (x i)) z j 0.
Proof.
  intros z i j i_not_j. apply (derivative_ext (fun _ => exp (z i))).
  - intros t. unfold upd. rewrite (proj2 (Nat.eqb_neq i j) i_not_j). reflexivity.
  - apply (derivable_pt_lim_const (exp (z i))).
Qed.

(* I5, I7. $v = \sum_k e^{z_k}$ has $\partial v / \partial z_j = e^{z_j}$ *)
Theorem denominator_derivative : forall (K : nat) (z : nat -> R) (j : nat),
  (j < K)%nat -> partial (partition_sum K) z j (exp (z j)).
Proof.
  intros K z j j_lt_K. unfold partial, partition_sum. eapply derivative_value.
  - apply (derivative_sumK K (fun k t => exp (upd z j t k))
      (fun k => delta k j * exp (z k))).
    intros k _. destruct (Nat.eq_dec k j) as [k_is_j | k_not_j].
    + subst k. rewrite delta_same, Rmult_1_l. apply numerator_derivative_same_logit.
    + rewrite delta_other, Rmult_0_l by exact k_not_j.
      apply numerator_derivative_other_logit, k_not_j.
  - apply (sumK_delta K (fun k => exp (z k)) j j_lt_K).
Qed.

(* E5, E9. The quotient rule. $\partial p_i/\partial z_j = (v u' - u v') / v^2$ *)
Theorem softmax_quotient_rule :
  forall (K : nat) (z : nat -> R) (i j : nat) (u' v' : R),
  (0 < K)%nat ->
  partial (fun x => exp (x i)) z j u' ->
  partial (partition_sum K) z j v' ->
  partial (fun x => softmax K x i) z j
    ((partition_sum K z * u' - exp (z i) * v') / (partition_sum K z) ^ 2).
Proof.
  intros K z i j u' v' some_class u_moves v_moves.
  assert (positive := partition_sum_positive K z some_class).
  assert (unmoved : partition_sum K (upd z j (z j)) = partition_sum K z)
    by (apply partition_sum_ext; intros k _; apply upd_same).
  unfold partial. eapply derivative_value.
  - unfold softmax.
    apply (derivable_pt_lim_div (fun t => exp (upd z j t i))
      (fun t => partition_sum K (upd z j t))).
    + exact u_moves.
    + exact v_moves.
    + rewrite unmoved. lra.
  - rewrite unmoved, upd_same. unfold Rsqr. field. lra.
Qed.

(* E6. $\partial p_i/\partial z_i = (v e^{z_i} - e^{z_i} e^{z_i}) / v^2$ *)
Theorem softmax_derivative_same_logit_substituted :
  forall (K : nat) (z : nat -> R) (i : nat),
  (i < K)%nat ->
  partial (fun x => softmax K x i) z i
    ((partition_sum K z * exp (z i) - exp (z i) * exp (z i))
      / (partition_sum K z) ^ 2).
Proof.
  intros K z i i_lt_K. apply softmax_quotient_rule.
  - lia.
  - apply numerator_derivative_same_logit.
  - apply denominator_derivative, i_lt_K.
Qed.

(* A5. $(v - e^{z_i}) / v = 1 - e^{z_i} / v$ *)
Theorem fraction_that_stays_behind : forall (K : nat) (z : nat -> R) (i : nat),
  (0 < K)%nat ->
  (partition_sum K z - exp (z i)) / partition_sum K z
    = 1 - exp (z i) / partition_sum K z.
Proof.
  intros K z i some_class.
  assert (positive := partition_sum_positive K z some_class). field. lra.
Qed.

(* E7. $\partial p_i/\partial z_i = (e^{z_i} / v) (1 - e^{z_i} / v)$ *)
Theorem softmax_derivative_same_logit_factored :
  forall (K : nat) (z : nat -> R) (i : nat),
  (i < K)%nat ->
  partial (fun x => softmax K x i) z i
    (exp (z i) / partition_sum K z * (1 - exp (z i) / partition_sum K z)).
Proof.
  intros K z i i_lt_K.
  assert (positive := partition_sum_positive K z ltac:(lia)).
  eapply derivative_value.
  - apply softmax_derivative_same_logit_substituted, i_lt_K.
  - rewrite <- fraction_that_stays_behind by lia. field. lra.
Qed.

(* E8. $\partial p_i / \partial z_i = p_i (1 - p_i)$ *)
Theorem softmax_derivative_same_logit : forall (K : nat) (z : nat -> R) (i : nat),
  (i < K)%nat ->
  partial (fun x => softmax K x i) z i (softmax K z i * (1 - softmax K z i)).
Proof.
  intros K z i i_lt_K. unfold softmax at 2 3.
  apply softmax_derivative_same_logit_factored, i_lt_K.
Qed.

(** * 7. Another logit: i <> j *)

(* E10. $\partial p_i/\partial z_j = (0 - e^{z_i} e^{z_j}) / v^2$ if $i \neq j$ *)
Theorem softmax_derivative_other_logit_substituted :
  forall (K : nat) (z : nat -> R) (i j : nat),
  (j < K)%nat -> i <> j ->
  partial (fun x => softmax K x i) z j
    ((0 - exp (z i) * exp (z j)) / (partition_sum K z) ^ 2).
Proof.
  intros K z i j j_lt_K i_not_j.
  assert (positive := partition_sum_positive K z ltac:(lia)).
  eapply derivative_value.
  - apply softmax_quotient_rule.
    + lia.
    + apply numerator_derivative_other_logit, i_not_j.
    + apply denominator_derivative, j_lt_K.
  - field. lra.
Qed.

(* E11. $\partial p_i/\partial z_j = -(e^{z_i} / v) (e^{z_j} / v)$ if $i \neq j$ *)
Theorem softmax_derivative_other_logit_factored :
  forall (K : nat) (z : nat -> R) (i j : nat),
  (j < K)%nat -> i <> j ->
  partial (fun x => softmax K x i) z j
    (- (exp (z i) / partition_sum K z) * (exp (z j) / partition_sum K z)).
Proof.
  intros K z i j j_lt_K i_not_j.
  assert (positive := partition_sum_positive K z ltac:(lia)).
  eapply derivative_value.
  - apply softmax_derivative_other_logit_substituted; [exact j_lt_K | exact i_not_j].
  - field. lra.
Qed.

(* E12. $\partial p_i / \partial z_j = -p_i p_j$ if $i \neq j$ *)
Theorem softmax_derivative_other_logit :
  forall (K : nat) (z : nat -> R) (i j : nat),
  (j < K)%nat -> i <> j ->
  partial (fun x => softmax K x i) z j (- softmax K z i * softmax K z j).
Proof.
  intros K z i j j_lt_K i_not_j. unfold softmax at 2 3.
  apply softmax_derivative_other_logit_factored; [exact j_lt_K | exact i_not_j].
Qed.

(* R3. Both cases at once. $\partial p_i/\partial z_j = p_i (\delta_{ij} - p_j)$ *)
Theorem softmax_jacobian : forall (K : nat) (z : nat -> R) (i j : nat),
  (i < K)%nat -> (j < K)%nat ->
  partial (fun x => softmax K x i) z j
    (softmax K z i * (delta i j - softmax K z j)).
Proof.
  intros K z i j i_lt_K j_lt_K. unfold partial. eapply derivative_value.
  - apply (softmax_along_a_path K (upd z j) (fun k => delta k j)).
    + intros k _. apply derivative_upd.
    + exact i_lt_K.
  - rewrite (partial_of_path K (softmax K (upd z j (z j)))) by exact j_lt_K.
    rewrite !(softmax_ext K (upd z j (z j)) z) by apply upd_same.
    reflexivity.
Qed.

(* A6. $\sum_i \partial p_i/\partial z_j = 0$ *)
Theorem softmax_derivatives_cancel :
  forall (K : nat) (z : nat -> R) (j : nat) (p' : nat -> R),
  (j < K)%nat ->
  (forall i, (i < K)%nat -> partial (fun x => softmax K x i) z j (p' i)) ->
  sumK K p' = 0.
Proof.
  intros K z j p' j_lt_K probabilities_move.
  rewrite (sumK_ext K p' (fun i => delta i j * softmax K z i
    - softmax K z j * softmax K z i)).
  - rewrite sumK_minus, sumK_scal, sumK_delta, softmax_sums_to_one by lia. ring.
  - intros i i_lt_K.
    assert (proved := softmax_jacobian K z i j i_lt_K j_lt_K).
    rewrite (partial_unique _ _ _ _ _ (probabilities_move i i_lt_K) proved). ring.
Qed.

(** * 8. Putting it together, line by line *)

(* E13. Its value: $-\frac{y_j}{p_j}p_j(1-p_j) - \sum_{i\ne j}\frac{y_i}{p_i}(-p_ip_j)$ *)
Theorem gradient_by_cases : forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  let p := softmax K z in
  partial (loss K y) z j
    (- (y j / p j) * (p j * (1 - p j))
      - sum_except K j (fun i => y i / p i * (- p i * p j))).
Proof.
  intros K y z j j_lt_K p.
  set (p' i := if Nat.eqb i j then p i * (1 - p i) else - p i * p j).
  eapply derivative_value.
  - apply (chain_rule_through_probabilities K y z j p').
    intros i i_lt_K. unfold p'.
    destruct (Nat.eqb_spec i j) as [i_is_j | i_not_j].
    + rewrite <- i_is_j. apply softmax_derivative_same_logit, i_lt_K.
    + apply softmax_derivative_other_logit; [exact j_lt_K | exact i_not_j].
  - fold p. rewrite (sumK_split _ _ j j_lt_K).
    rewrite (sum_except_ext K j _ (fun i => -1 * (y i / p i * (- p i * p j)))).
    + rewrite sum_except_scal. unfold p'. rewrite Nat.eqb_refl. ring.
    + intros i _ i_not_j. unfold p'.
      rewrite (proj2 (Nat.eqb_neq i j) i_not_j). ring.
Qed.

(* E14. $\partial L/\partial z_j = -y_j (1 - p_j) + \sum_{i \neq j} y_i p_j$ *)
Theorem gradient_fractions_cancelled :
  forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  let p := softmax K z in
  partial (loss K y) z j
    (- y j * (1 - p j) + sum_except K j (fun i => y i * p j)).
Proof.
  intros K y z j j_lt_K p.
  assert (positive : forall i, 0 < p i) by (intros i; apply softmax_positive; lia).
  eapply derivative_value.
  - apply gradient_by_cases, j_lt_K.
  - fold p.
    rewrite (sum_except_ext K j (fun i => y i / p i * (- p i * p j))
      (fun i => -1 * (y i * p j))).
    + rewrite sum_except_scal. assert (p_j_pos := positive j). field. lra.
    + intros i _ _. assert (p_i_pos := positive i). field. lra.
Qed.

(* E15. $\partial L/\partial z_j = -y_j + y_j p_j + \sum_{i \neq j} y_i p_j$ *)
Theorem gradient_expanded : forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  let p := softmax K z in
  partial (loss K y) z j
    (- y j + y j * p j + sum_except K j (fun i => y i * p j)).
Proof.
  intros K y z j j_lt_K p. eapply derivative_value.
  - apply gradient_fractions_cancelled, j_lt_K.
  - fold p. ring.
Qed.

(* E16. $\partial L/\partial z_j = -y_j + \sum_i y_i p_j$ *)
Theorem gradient_sum_completed : forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  let p := softmax K z in
  partial (loss K y) z j (- y j + sumK K (fun i => y i * p j)).
Proof.
  intros K y z j j_lt_K p. eapply derivative_value.
  - apply gradient_expanded, j_lt_K.
  - fold p. rewrite (sumK_split K (fun i => y i * p j) j j_lt_K). ring.
Qed.

(* E17, by the two cases. $\partial L/\partial z_j = -y_j + p_j \sum_i y_i$ *)
Theorem gradient_for_any_labels_by_cases :
  forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  partial (loss K y) z j (- y j + softmax K z j * sumK K y).
Proof.
  intros K y z j j_lt_K. eapply derivative_value.
  - apply gradient_sum_completed, j_lt_K.
  - rewrite (sumK_ext K (fun i => y i * softmax K z j)
      (fun i => softmax K z j * y i)) by (intros; ring).
    rewrite sumK_scal. ring.
Qed.

(* E17, along a path. $\partial L/\partial z_j = p_j \sum_i y_i - y_j$ *)
Theorem gradient_for_any_labels : forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  partial (loss K y) z j (softmax K z j * sumK K y - y j).
Proof.
  intros K y z j j_lt_K. unfold partial. eapply derivative_value.
  - apply (loss_along_a_path K y (upd z j) (fun k => delta k j)).
    intros k _. apply derivative_upd.
  - rewrite (partial_of_path K
      (fun k => softmax K (upd z j (z j)) k * sumK K y - y k)) by exact j_lt_K.
    rewrite (softmax_ext K (upd z j (z j)) z) by apply upd_same.
    reflexivity.
Qed.

(** * 9. Where the sum of the labels enters *)

(* A7. $\partial L/\partial z_j - (p_j - y_j) = p_j (\sum_i y_i - 1)$ *)
Theorem distance_from_p_minus_y : forall (K : nat) (y z : nat -> R) (j : nat) (l : R),
  (j < K)%nat -> partial (loss K y) z j l ->
  l - (softmax K z j - y j) = softmax K z j * (sumK K y - 1).
Proof.
  intros K y z j l j_lt_K slope.
  assert (proved := gradient_for_any_labels K y z j j_lt_K).
  rewrite (partial_unique _ _ _ _ _ slope proved). ring.
Qed.

(* E18. $\partial L/\partial z_j = p_j - y_j$ if $\sum_i y_i = 1$ *)
Theorem gradient_is_p_minus_y : forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat -> sumK K y = 1 ->
  partial (loss K y) z j (softmax K z j - y j).
Proof.
  intros K y z j j_lt_K labels_sum. eapply derivative_value.
  - apply gradient_for_any_labels, j_lt_K.
  - rewrite labels_sum. ring.
Qed.

(* E18 for a one-hot label. $\partial L/\partial z_j = p_j - \delta_{jc}$ *)
Theorem gradient_for_one_hot : forall (K : nat) (z : nat -> R) (c j : nat),
  (j < K)%nat -> (c < K)%nat ->
  partial (loss K (fun i => delta i c)) z j (softmax K z j - delta j c).
Proof.
  intros K z c j j_lt_K c_lt_K.
  apply (gradient_is_p_minus_y K (fun i => delta i c)).
  - exact j_lt_K.
  - apply one_hot_sums_to_one, c_lt_K.
Qed.

(* E18, exactly. $\partial L/\partial z_j = p_j - y_j$ if and only if $\sum_i y_i = 1$ *)
Theorem gradient_is_p_minus_y_iff_labels_sum_to_one :
  forall (K : nat) (y z : nat -> R) (j : nat),
  (j < K)%nat ->
  (partial (loss K y) z j (softmax K z j - y j) <-> sumK K y = 1).
Proof.
  intros K y z j j_lt_K. split.
  - intros claimed.
    assert (positive := softmax_positive K z j ltac:(lia)).
    assert (gap := distance_from_p_minus_y K y z j _ j_lt_K claimed).
    apply (Rmult_eq_reg_l (softmax K z j)); lra.
  - intros labels_sum. apply gradient_is_p_minus_y; [exact j_lt_K | exact labels_sum].
Qed.

(* All-zero labels, an ignored example. $\partial L/\partial z_j = 0$ *)
Theorem gradient_for_all_zero_labels : forall (K : nat) (z : nat -> R) (j : nat),
  (j < K)%nat -> partial (loss K (fun _ => 0)) z j 0.
Proof.
  intros K z j j_lt_K. eapply derivative_value.
  - apply gradient_for_any_labels, j_lt_K.
  - rewrite sumK_const. ring.
Qed.

(* The gradient sums to zero, for any labels. $\sum_j (p_j \sum_i y_i - y_j) = 0$ *)
Theorem gradient_sums_to_zero : forall (K : nat) (y z : nat -> R),
  (0 < K)%nat -> sumK K (fun j => softmax K z j * sumK K y - y j) = 0.
Proof.
  intros K y z some_class. rewrite sumK_minus.
  rewrite (sumK_ext K _ (fun j => sumK K y * softmax K z j)) by (intros; ring).
  rewrite sumK_scal, softmax_sums_to_one by exact some_class. ring.
Qed.

(* A8, a sign of wrong labels. $\sum_j (p_j - y_j) = 0$ if and only if $\sum_j y_j = 1$ *)
Theorem p_minus_y_sums_to_zero_iff_labels_sum_to_one :
  forall (K : nat) (y z : nat -> R),
  (0 < K)%nat -> (sumK K (fun j => softmax K z j - y j) = 0 <-> sumK K y = 1).
Proof.
  intros K y z some_class. rewrite sumK_minus.
  rewrite (softmax_sums_to_one K z some_class). split; lra.
Qed.

(** * 10. Stability: shifts and the log-sum-exp form *)

Lemma shifted_partition_sum : forall (K : nat) (z : nat -> R) (c : R),
  partition_sum K (fun k => z k + c) = exp c * partition_sum K z.
Proof.
  intros K z c. unfold partition_sum. rewrite <- sumK_scal.
  apply sumK_ext. intros k _. rewrite exp_plus. ring.
Qed.

(* Shift invariance. $p(z + c) = p(z)$ *)
Theorem softmax_shift_invariant : forall (K : nat) (z : nat -> R) (c : R) (i : nat),
  (0 < K)%nat -> softmax K (fun k => z k + c) i = softmax K z i.
Proof.
  intros K z c i some_class.
  assert (positive := partition_sum_positive K z some_class).
  assert (factor_pos := exp_pos c).
  unfold softmax. rewrite shifted_partition_sum, exp_plus. field. lra.
Qed.

(* V32. The loss is shift invariant too. $L(z + c) = L(z)$ *)
Theorem loss_shift_invariant : forall (K : nat) (y z : nat -> R) (c : R),
  loss K y (fun k => z k + c) = loss K y z.
Proof.
  intros K y z c. unfold loss. f_equal. apply sumK_ext. intros i i_lt_K.
  rewrite softmax_shift_invariant by lia. reflexivity.
Qed.

(* R15. Log-softmax. $\ln p_i = z_i - \ln \sum_k e^{z_k}$ *)
Theorem log_softmax : forall (K : nat) (z : nat -> R) (i : nat),
  (0 < K)%nat -> ln (softmax K z i) = z i - ln (partition_sum K z).
Proof.
  intros K z i some_class.
  assert (positive := partition_sum_positive K z some_class).
  unfold softmax, Rdiv.
  rewrite ln_mult, ln_exp, ln_Rinv.
  - ring.
  - exact positive.
  - apply exp_pos.
  - apply Rinv_0_lt_compat, positive.
Qed.

(* Without probabilities. $L = (\sum_i y_i) \ln \sum_k e^{z_k} - \sum_i y_i z_i$ *)
Theorem loss_log_sum_exp : forall (K : nat) (y z : nat -> R),
  loss K y z = sumK K y * ln (partition_sum K z) - sumK K (fun i => y i * z i).
Proof.
  intros K y z. unfold loss.
  rewrite (sumK_ext K _ (fun i => y i * z i - ln (partition_sum K z) * y i)).
  - rewrite sumK_minus, sumK_scal. ring.
  - intros i i_lt_K. rewrite log_softmax by lia. ring.
Qed.

(* Log-sum-exp. $\ln \sum_k e^{z_k} = m + \ln \sum_k e^{z_k - m}$, for any $m$ *)
Theorem log_sum_exp_shift : forall (K : nat) (z : nat -> R) (m : R),
  (0 < K)%nat ->
  ln (partition_sum K z) = m + ln (partition_sum K (fun k => z k - m)).
Proof.
  intros K z m some_class.
  rewrite (partition_sum_ext K z (fun k => z k - m + m)) by (intros; ring).
  rewrite (shifted_partition_sum K (fun k => z k - m)).
  rewrite ln_mult, ln_exp.
  - ring.
  - apply exp_pos.
  - apply partition_sum_positive, some_class.
Qed.

(* With $m = \max_k z_k$ nothing overflows. $1 \le \sum_k e^{z_k - m} \le K$ *)
Theorem partition_sum_after_subtracting_the_maximum :
  forall (K : nat) (z : nat -> R) (c : nat),
  (c < K)%nat -> (forall k, (k < K)%nat -> z k <= z c) ->
  1 <= partition_sum K (fun k => z k - z c) <= INR K.
Proof.
  intros K z c c_lt_K c_is_largest. unfold partition_sum. split.
  - replace 1 with (exp (z c - z c)) by (rewrite Rminus_diag_eq; auto using exp_0).
    apply (sumK_term_le K (fun k => exp (z k - z c))); [exact c_lt_K |].
    intros k _. left. apply exp_pos.
  - replace (INR K) with (sumK K (fun _ => 1)) by (rewrite sumK_const; ring).
    apply sumK_le. intros k k_lt_K. rewrite <- exp_0.
    destruct (c_is_largest k k_lt_K) as [smaller | equal].
    + left. apply exp_increasing. lra.
    + right. f_equal. lra.
Qed.

(** * 11. Curvature *)

(** The variance of d under p is the mean of the squares minus the square of the mean. *)
Lemma variance_identity : forall (K : nat) (p d : nat -> R),
  sumK K p = 1 ->
  let mean := sumK K (fun k => p k * d k) in
  sumK K (fun i => p i * (d i - mean) ^ 2)
    = sumK K (fun i => p i * (d i) ^ 2) - mean ^ 2.
Proof.
  intros K p d total mean.
  rewrite (sumK_ext K (fun i => p i * (d i - mean) ^ 2)
    (fun i => p i * (d i) ^ 2 - (2 * mean * (p i * d i) - mean ^ 2 * p i)))
    by (intros; ring).
  rewrite !sumK_minus, !sumK_scal. fold mean. rewrite total. ring.
Qed.

(* Along a direction. $\frac{d}{dt} L(z + t d) = \sum_j (p_j \sum_i y_i - y_j) d_j$ *)
Theorem directional_derivative : forall (K : nat) (y z d : nat -> R) (t : R),
  derivable_pt_lim (fun s => loss K y (fun k => z k + s * d k)) t
    (sumK K (fun j =>
      (softmax K (fun k => z k + t * d k) j * sumK K y - y j) * d j)).
Proof.
  intros K y z d t.
  apply (loss_along_a_path K y (fun s k => z k + s * d k) d t).
  intros k _. apply derivative_along_a_line.
Qed.

(** Along a line, the mean of d under p has the variance of d under p as its slope. *)
Lemma mean_along_a_line : forall (K : nat) (z d : nat -> R) (t : R),
  (0 < K)%nat ->
  let p s := softmax K (fun k => z k + s * d k) in
  let mean s := sumK K (fun k => p s k * d k) in
  derivable_pt_lim mean t (sumK K (fun k => p t k * (d k - mean t) ^ 2)).
Proof.
  intros K z d t some_class p mean. unfold mean at 1. eapply derivative_value.
  - apply (derivative_sumK K (fun k s => p s k * d k)
      (fun k => p t k * (d k - mean t) * d k)).
    intros k k_lt_K. eapply derivative_value.
    + apply (derivable_pt_lim_mult (fun s => p s k) (fun _ => d k)).
      * apply (softmax_along_a_path K (fun s i => z i + s * d i) d); [| exact k_lt_K].
        intros i _. apply derivative_along_a_line.
      * apply (derivable_pt_lim_const (d k)).
    + fold (p t). fold (mean t). ring.
  - assert (variance := variance_identity K (p t) d
      (softmax_sums_to_one K (fun k => z k + t * d k) some_class)).
    cbv zeta in variance. fold (mean t) in variance. rewrite variance.
    rewrite (sumK_ext K _ (fun k => p t k * (d k) ^ 2 - mean t * (p t k * d k)))
      by (intros; ring).
    rewrite sumK_minus, sumK_scal. fold (mean t). ring.
Qed.

(** [second_derivative f t l] says: f has a derivative at every point, and that has
    the derivative l at t. *)
Definition second_derivative (f : R -> R) (t l : R) : Prop :=
  exists f' : R -> R,
    (forall s, derivable_pt_lim f s (f' s)) /\ derivable_pt_lim f' t l.

(* The loss bends by $\frac{d^2}{dt^2} L(z + t d) = \sum_i y_i \cdot \mathrm{Var}_p(d)$ *)
Theorem second_derivative_along_a_direction :
  forall (K : nat) (y z d : nat -> R) (t : R),
  (0 < K)%nat ->
  let p := softmax K (fun k => z k + t * d k) in
  second_derivative (fun s => loss K y (fun k => z k + s * d k)) t
    (sumK K y * sumK K (fun i => p i * (d i - sumK K (fun k => p k * d k)) ^ 2)).
Proof.
  intros K y z d t some_class p.
  exists (fun s => sumK K y
    * sumK K (fun k => softmax K (fun i => z i + s * d i) k * d k)
    - sumK K (fun k => y k * d k)).
  split.
  - intros s. eapply derivative_value.
    + apply directional_derivative.
    + rewrite <- sumK_scal, <- sumK_minus. apply sumK_ext. intros k _. ring.
  - rewrite <- (Rminus_0_r (sumK K y * _)).
    apply (derivable_pt_lim_minus (fun s => sumK K y
      * sumK K (fun k => softmax K (fun i => z i + s * d i) k * d k))).
    + apply (derivable_pt_lim_scal
        (fun s => sumK K (fun k => softmax K (fun i => z i + s * d i) k * d k))).
      apply (mean_along_a_line K z d t some_class).
    + apply (derivable_pt_lim_const (sumK K (fun k => y k * d k))).
Qed.

(** [second_partial F z i j l] says: F has a partial derivative by the entry j at every
    point, and that has the partial derivative l by the entry i at z. *)
Definition second_partial (F : (nat -> R) -> R) (z : nat -> R) (i j : nat) (l : R)
  : Prop :=
  exists G : (nat -> R) -> R, (forall x, partial F x j (G x)) /\ partial G z i l.

(** A second partial derivative has only one value. *)
Lemma second_partial_unique : forall F (z : nat -> R) (i j : nat) (l l' : R),
  second_partial F z i j l -> second_partial F z i j l' -> l = l'.
Proof.
  intros F z i j l l' [G [first second]] [G' [first' second']].
  apply (partial_unique G z i); [exact second |]. unfold partial.
  apply (derivative_ext (fun t => G' (upd z i t))); [| exact second'].
  intros t. apply (partial_unique F (upd z i t) j); [apply first' | apply first].
Qed.

(* V27. $\partial^2 L/\partial z_i \partial z_j = p_i (\delta_{ij} - p_j) \sum_k y_k$ *)
Theorem hessian_entry : forall (K : nat) (y z : nat -> R) (i j : nat),
  (i < K)%nat -> (j < K)%nat ->
  second_partial (loss K y) z i j
    (softmax K z i * (delta i j - softmax K z j) * sumK K y).
Proof.
  intros K y z i j i_lt_K j_lt_K.
  exists (fun x => softmax K x j * sumK K y - y j). split.
  - intros x. apply gradient_for_any_labels, j_lt_K.
  - unfold partial. eapply derivative_value.
    + apply (derivable_pt_lim_minus (fun t => softmax K (upd z i t) j * sumK K y)
        (fun _ => y j)).
      * apply (derivable_pt_lim_mult (fun t => softmax K (upd z i t) j)
          (fun _ => sumK K y)).
        -- apply softmax_jacobian; [exact j_lt_K | exact i_lt_K].
        -- apply (derivable_pt_lim_const (sumK K y)).
      * apply (derivable_pt_lim_const (y j)).
    + rewrite (delta_sym j i). unfold delta.
      destruct (Nat.eqb_spec i j) as [i_is_j | _]; [rewrite i_is_j |]; ring.
Qed.

(** [is_hessian K F z H] says: H holds the second partial derivatives of F at z. *)
Definition is_hessian (K : nat) (F : (nat -> R) -> R) (z : nat -> R)
  (H : nat -> nat -> R) : Prop :=
  forall i j, (i < K)%nat -> (j < K)%nat -> second_partial F z i j (H i j).

(* The curvature is a variance. $d^T H d = \sum_i y_i \cdot \mathrm{Var}_p(d)$ *)
Theorem hessian_is_a_variance : forall (K : nat) (y z d : nat -> R) H,
  (0 < K)%nat -> is_hessian K (loss K y) z H ->
  let p := softmax K z in
  sumK K (fun i => sumK K (fun j => d i * H i j * d j))
    = sumK K y * sumK K (fun i => p i * (d i - sumK K (fun k => p k * d k)) ^ 2).
Proof.
  intros K y z d H some_class hessian p.
  rewrite (variance_identity K p d (softmax_sums_to_one K z some_class)).
  set (mean := sumK K (fun k => p k * d k)).
  rewrite (sumK_ext K _
    (fun i => sumK K y * (p i * (d i) ^ 2 - mean * (p i * d i)))).
  - rewrite sumK_scal, sumK_minus, sumK_scal. fold mean. ring.
  - intros i i_lt_K.
    rewrite (sumK_ext K _ (fun j => delta j i * (sumK K y * (d i * p i * d j))
      - sumK K y * (d i * p i) * (p j * d j))).
    + rewrite sumK_minus, sumK_scal, sumK_delta by exact i_lt_K. fold mean. ring.
    + intros j j_lt_K.
      rewrite (second_partial_unique _ _ _ _ _ _ (hessian i j i_lt_K j_lt_K)
        (hessian_entry K y z i j i_lt_K j_lt_K)).
      fold p. rewrite (delta_sym i j). ring.
Qed.

(* The Hessian of the loss is positive semidefinite. $d^T H d \ge 0$ *)
Theorem hessian_is_semidefinite : forall (K : nat) (y z d : nat -> R) H,
  (0 < K)%nat -> 0 <= sumK K y -> is_hessian K (loss K y) z H ->
  0 <= sumK K (fun i => sumK K (fun j => d i * H i j * d j)).
Proof.
  intros K y z d H some_class labels_nonneg hessian.
  rewrite (hessian_is_a_variance K y z d H some_class hessian).
  apply Rmult_le_pos; [exact labels_nonneg |].
  apply sumK_nonneg. intros i _. apply Rmult_le_pos.
  - left. apply softmax_positive, some_class.
  - apply pow2_ge_0.
Qed.

(* Not definite. $d^T H d = 0$ if and only if $d_0 = \dots = d_{K-1}$ *)
Theorem hessian_vanishes_iff_direction_is_constant :
  forall (K : nat) (y z d : nat -> R) H,
  (0 < K)%nat -> sumK K y <> 0 -> is_hessian K (loss K y) z H ->
  (sumK K (fun i => sumK K (fun j => d i * H i j * d j)) = 0
    <-> (forall i j, (i < K)%nat -> (j < K)%nat -> d i = d j)).
Proof.
  intros K y z d H some_class labels_count hessian.
  rewrite (hessian_is_a_variance K y z d H some_class hessian).
  pose (p := softmax K z). fold p.
  assert (positive : forall i, 0 < p i) by (intros i; apply softmax_positive; lia).
  set (mean := sumK K (fun k => p k * d k)).
  split.
  - intros product.
    destruct (Rmult_integral _ _ product) as [none | zero]; [contradiction |].
    assert (at_mean : forall i, (i < K)%nat -> d i = mean).
    + intros i i_lt_K.
      assert (term := sumK_term_le K (fun i => p i * (d i - mean) ^ 2) i i_lt_K).
      assert (p_i_pos := positive i).
      assert (nonneg := pow2_ge_0 (d i - mean)).
      assert (small : p i * (d i - mean) ^ 2 <= 0).
      * rewrite <- zero. apply term. intros k _.
        apply Rmult_le_pos; [left; apply positive | apply pow2_ge_0].
      * assert (square : (d i - mean) ^ 2 = 0) by nra.
        assert (d i - mean = 0) by nra. lra.
    + intros i j i_lt_K j_lt_K. rewrite (at_mean i), (at_mean j); auto.
  - intros constant.
    assert (mean_is : mean = d 0%nat).
    + unfold mean.
      rewrite (sumK_ext K _ (fun k => d 0%nat * p k)).
      * rewrite sumK_scal. unfold p.
        rewrite softmax_sums_to_one by exact some_class. ring.
      * intros k k_lt_K. rewrite (constant k 0%nat k_lt_K some_class). ring.
    + rewrite (sumK_ext K (fun i => p i * (d i - mean) ^ 2) (fun _ => 0)).
      * rewrite sumK_const. ring.
      * intros i i_lt_K. rewrite mean_is, (constant i 0%nat i_lt_K some_class). ring.
Qed.

(** A function whose second derivative is at least a grows, from 0 to 1, at least as
    fast as the parabola with that curvature (the mean value theorem, twice). *)
Lemma second_order_lower_bound : forall (f f1 f2 : R -> R) (a : R),
  (forall t, derivable_pt_lim f t (f1 t)) ->
  (forall t, derivable_pt_lim f1 t (f2 t)) ->
  (forall t, a <= f2 t) ->
  a / 2 <= f 1 - f 0 - f1 0.
Proof.
  intros f f1 f2 a first second lower.
  set (g := fun t => f t - t * f1 0 - a / 2 * (t * t)).
  set (g1 := fun t => f1 t - f1 0 - a * t).
  assert (g_moves : forall t, derivable_pt_lim g t (g1 t)).
  - intros t. unfold g, g1. eapply derivative_value.
    + apply (derivable_pt_lim_minus (fun s => f s - s * f1 0) (fun s => a / 2 * (s * s))).
      * apply (derivable_pt_lim_minus f (fun s => s * f1 0)); [apply first |].
        apply (derivable_pt_lim_mult (fun s => s) (fun _ => f1 0)).
        -- apply derivable_pt_lim_id.
        -- apply (derivable_pt_lim_const (f1 0)).
      * apply (derivable_pt_lim_scal (fun s => s * s)).
        apply (derivable_pt_lim_mult (fun s => s) (fun s => s));
          apply derivable_pt_lim_id.
    + field.
  - destruct (MVT_cor2 g g1 0 1 Rlt_0_1 (fun t _ => g_moves t)) as [c [rise [c_pos _]]].
    destruct (MVT_cor2 f1 f2 0 c c_pos (fun t _ => second t)) as [e [slope _]].
    assert (curved := lower e).
    assert (g_rises : 0 <= g1 c) by (unfold g1; nra).
    unfold g in rise. nra.
Qed.

(** Between two vectors of logits, log-sum-exp leaves its tangent by at most h^2 / 2,
    where h bounds the change of every logit, and never falls below it. *)
Lemma log_sum_exp_remainder : forall (K : nat) (z z' : nat -> R) (h : R),
  (0 < K)%nat ->
  (forall k, (k < K)%nat -> Rabs (z' k - z k) <= h) ->
  0 <= ln (partition_sum K z') - ln (partition_sum K z)
       - sumK K (fun k => softmax K z k * (z' k - z k)) <= h ^ 2 / 2.
Proof.
  intros K z z' h some_class close.
  set (d := fun k => z' k - z k).
  set (w := fun (t : R) k => z k + t * d k).
  set (f := fun t => ln (partition_sum K (w t))).
  set (f1 := fun t => sumK K (fun k => softmax K (w t) k * d k)).
  set (f2 := fun t => sumK K (fun k => softmax K (w t) k * (d k - f1 t) ^ 2)).
  assert (first : forall t, derivable_pt_lim f t (f1 t)).
  { intros t. unfold f, f1.
    assert (positive := partition_sum_positive K (w t) some_class).
    eapply derivative_value.
    - apply (derivable_pt_lim_comp (fun s => partition_sum K (w s)) ln).
      + apply (partition_sum_along_a_path K w d).
        intros k _. apply derivative_along_a_line.
      + apply derivable_pt_lim_ln, positive.
    - rewrite <- sumK_scal. apply sumK_ext. intros k _. unfold softmax, Rdiv. ring. }
  assert (variance : forall t,
    f2 t = sumK K (fun k => softmax K (w t) k * (d k) ^ 2) - (f1 t) ^ 2).
  { intros t. apply (variance_identity K (softmax K (w t)) d).
    apply softmax_sums_to_one, some_class. }
  assert (second : forall t, derivable_pt_lim f1 t (f2 t))
    by (intros t; apply (mean_along_a_line K z d t some_class)).
  assert (convex : forall t, 0 <= f2 t).
  { intros t. apply sumK_nonneg. intros k _. apply Rmult_le_pos.
    - left. apply softmax_positive, some_class.
    - apply pow2_ge_0. }
  assert (bounded : forall t, f2 t <= h ^ 2).
  { intros t. rewrite variance. assert (nonneg := pow2_ge_0 (f1 t)).
    assert (moment : sumK K (fun k => softmax K (w t) k * (d k) ^ 2)
      <= sumK K (fun k => h ^ 2 * softmax K (w t) k)).
    - apply sumK_le. intros k k_lt_K.
      rewrite (Rmult_comm (h ^ 2)). apply Rmult_le_compat_l.
      + left. apply softmax_positive, some_class.
      + rewrite <- (pow2_abs (d k)). apply pow_incr.
        split; [apply Rabs_pos | apply close, k_lt_K].
    - rewrite sumK_scal, softmax_sums_to_one in moment by exact some_class. lra. }
  assert (start : partition_sum K (w 0) = partition_sum K z)
    by (apply partition_sum_ext; intros k _; unfold w; ring).
  assert (finish : partition_sum K (w 1) = partition_sum K z')
    by (apply partition_sum_ext; intros k _; unfold w, d; ring).
  assert (slope : f1 0 = sumK K (fun k => softmax K z k * d k)).
  { unfold f1. apply sumK_ext. intros k _.
    rewrite (softmax_ext K (w 0) z); [reflexivity | intros i; unfold w; ring]. }
  assert (lower := second_order_lower_bound f f1 f2 0 first second convex).
  assert (upper := second_order_lower_bound
    (fun t => - f t) (fun t => - f1 t) (fun t => - f2 t) (- h ^ 2)
    (fun t => derivable_pt_lim_opp f t _ (first t))
    (fun t => derivable_pt_lim_opp f1 t _ (second t))
    (fun t => Ropp_le_contravar _ _ (bounded t))).
  unfold f in lower, upper. rewrite start, finish, slope in lower, upper.
  unfold d in lower, upper. split; lra.
Qed.

(** The loss minus its tangent is the sum of the labels times that remainder. *)
Lemma loss_minus_tangent : forall (K : nat) (y z z' : nat -> R),
  loss K y z' - loss K y z
    - sumK K (fun k => (softmax K z k * sumK K y - y k) * (z' k - z k))
  = sumK K y * (ln (partition_sum K z') - ln (partition_sum K z)
      - sumK K (fun k => softmax K z k * (z' k - z k))).
Proof.
  intros K y z z'. rewrite !loss_log_sum_exp.
  rewrite (sumK_ext K (fun k => (softmax K z k * sumK K y - y k) * (z' k - z k))
    (fun k => sumK K y * (softmax K z k * (z' k - z k)) - (y k * z' k - y k * z k)))
    by (intros; ring).
  rewrite !sumK_minus, sumK_scal. ring.
Qed.

Lemma bounded_by_total : forall (K : nat) (d : nat -> R) (k : nat),
  (k < K)%nat -> Rabs (d k) <= sumK K (fun i => Rabs (d i)).
Proof.
  intros K d k k_lt_K. apply (sumK_term_le K (fun i => Rabs (d i)) k k_lt_K).
  intros i _. apply Rabs_pos.
Qed.

(* The loss lies above its tangents. $L(z') \ge L(z) + \nabla L(z) \cdot (z' - z)$ *)
Theorem loss_above_its_tangents : forall (K : nat) (y z z' : nat -> R),
  0 <= sumK K y ->
  loss K y z + sumK K (fun k => (softmax K z k * sumK K y - y k) * (z' k - z k))
    <= loss K y z'.
Proof.
  intros K y z z' labels_nonneg.
  destruct K as [| n]; [simpl; unfold loss; simpl; lra |].
  assert (tangent := loss_minus_tangent (S n) y z z').
  destruct (log_sum_exp_remainder (S n) z z' _ (Nat.lt_0_succ n)
    (bounded_by_total (S n) (fun k => z' k - z k))) as [above _].
  assert (product := Rmult_le_pos _ _ labels_nonneg above).
  lra.
Qed.

(* Convexity. $L(s a + (1 - s) b) \le s L(a) + (1 - s) L(b)$ if $\sum_i y_i \ge 0$ *)
Theorem loss_is_convex : forall (K : nat) (y a b : nat -> R) (s : R),
  0 <= sumK K y -> 0 <= s <= 1 ->
  loss K y (fun k => s * a k + (1 - s) * b k)
    <= s * loss K y a + (1 - s) * loss K y b.
Proof.
  intros K y a b s total [s_nonneg s_le_1].
  set (z := fun k => s * a k + (1 - s) * b k).
  assert (at_a := loss_above_its_tangents K y z a total).
  assert (at_b := loss_above_its_tangents K y z b total).
  set (g := fun k => softmax K z k * sumK K y - y k) in *.
  assert (balance : s * sumK K (fun k => g k * (a k - z k))
    + (1 - s) * sumK K (fun k => g k * (b k - z k)) = 0).
  - rewrite <- !sumK_scal, <- sumK_plus.
    rewrite (sumK_ext K _ (fun _ => 0)).
    + rewrite sumK_const. ring.
    + intros k _. unfold z. ring.
  - unfold g in balance. nra.
Qed.

(** * 12. The gradient as a vector *)

(* The remainder. $|L(z') - L(z) - \nabla L \cdot (z' - z)| \le |\sum_i y_i| h^2/2$ *)
Theorem loss_second_order_remainder : forall (K : nat) (y z z' : nat -> R) (h : R),
  (forall k, (k < K)%nat -> Rabs (z' k - z k) <= h) ->
  Rabs (loss K y z' - loss K y z
    - sumK K (fun k => (softmax K z k * sumK K y - y k) * (z' k - z k)))
  <= Rabs (sumK K y) * (h ^ 2 / 2).
Proof.
  intros K y z z' h close. rewrite loss_minus_tangent, Rabs_mult.
  destruct K as [| n].
  - simpl. rewrite Rabs_R0. lra.
  - apply Rmult_le_compat_l; [apply Rabs_pos |].
    destruct (log_sum_exp_remainder (S n) z z' h (Nat.lt_0_succ n) close) as [low high].
    rewrite Rabs_pos_eq by exact low. exact high.
Qed.

(** [is_gradient K F z g] says: near z, F is F z plus the inner product of g with the
    change of z, up to an error that is small compared with the change. The bound h is
    on the largest change of an entry. This is the derivative of Frechet. *)
Definition is_gradient (K : nat) (F : (nat -> R) -> R) (z g : nat -> R) : Prop :=
  forall eps : R, 0 < eps ->
  exists r : R, 0 < r /\
  forall (z' : nat -> R) (h : R),
  0 <= h <= r -> (forall k, (k < K)%nat -> Rabs (z' k - z k) <= h) ->
  Rabs (F z' - F z - sumK K (fun k => g k * (z' k - z k))) <= eps * h.

(* A gradient holds the partial derivatives. $g_j = \partial F / \partial z_j$ *)
Theorem gradient_holds_partial_derivatives :
  forall (K : nat) (F : (nat -> R) -> R) (z g : nat -> R) (j : nat),
  is_gradient K F z g -> (j < K)%nat -> partial F z j (g j).
Proof.
  intros K F z g j gradient j_lt_K eps eps_pos.
  destruct (gradient (eps / 2) ltac:(lra)) as [r [r_pos close]].
  exists (mkposreal r r_pos). intros h h_not_0 h_small. simpl in h_small.
  assert (moved : forall (s : R) (k : nat),
    upd z j (z j + s) k - z k = s * delta k j).
  { intros s k. unfold upd, delta.
    destruct (Nat.eqb_spec k j) as [k_is_j | _]; [rewrite k_is_j |]; ring. }
  assert (bound : forall s : R, Rabs s <= r ->
    Rabs (F (upd z j (z j + s)) - F z - g j * s) <= eps / 2 * Rabs s).
  { intros s s_small.
    replace (g j * s) with
      (sumK K (fun k => g k * (upd z j (z j + s) k - z k))).
    - apply close.
      + split; [apply Rabs_pos | exact s_small].
      + intros k _. rewrite moved, Rabs_mult. unfold delta.
        assert (nonneg := Rabs_pos s).
        destruct (Nat.eqb k j); rewrite ?Rabs_R1, ?Rabs_R0; lra.
    - rewrite (sumK_ext K _ (fun k => s * (g k * delta k j))).
      + rewrite sumK_scal, (partial_of_path K g) by exact j_lt_K. ring.
      + intros k _. rewrite moved. ring. }
  assert (unmoved := bound 0 ltac:(rewrite Rabs_R0; lra)).
  rewrite Rplus_0_r, Rabs_R0 in unmoved.
  assert (same : F (upd z j (z j)) = F z).
  { assert (nonneg := Rabs_pos (F (upd z j (z j)) - F z - g j * 0)).
    assert (zero : Rabs (F (upd z j (z j)) - F z - g j * 0) = 0) by lra.
    destruct (Req_dec (F (upd z j (z j)) - F z - g j * 0) 0) as [equal | other].
    - lra.
    - destruct (Rabs_no_R0 _ other zero). }
  rewrite same.
  assert (h_pos := Rabs_pos_lt h h_not_0).
  assert (error := bound h (Rlt_le _ _ h_small)).
  replace ((F (upd z j (z j + h)) - F z) / h - g j)
    with ((F (upd z j (z j + h)) - F z - g j * h) / h) by (field; exact h_not_0).
  unfold Rdiv. rewrite Rabs_mult, (Rabs_inv h).
  apply (Rmult_lt_reg_r (Rabs h)); [exact h_pos |].
  rewrite Rmult_assoc, Rinv_l by lra.
  nra.
Qed.

(* E17 as a vector. $\nabla_z L = (\sum_i y_i) p - y$ *)
Theorem gradient_vector_for_any_labels : forall (K : nat) (y z : nat -> R),
  is_gradient K (loss K y) z (fun j => softmax K z j * sumK K y - y j).
Proof.
  intros K y z eps eps_pos.
  set (S_abs := Rabs (sumK K y)).
  assert (nonneg : 0 <= S_abs) by apply Rabs_pos.
  exists (eps / (S_abs + 1)). split.
  - apply Rdiv_lt_0_compat; lra.
  - intros z' h [h_nonneg h_small] close.
    eapply Rle_trans; [apply (loss_second_order_remainder K y z z' h close) |].
    fold S_abs.
    assert (scaled : h * (S_abs + 1) <= eps).
    + apply (Rmult_le_reg_r (/ (S_abs + 1))); [apply Rinv_0_lt_compat; lra |].
      rewrite Rmult_assoc, Rinv_r by lra. lra.
    + nra.
Qed.

(* I9. $\nabla_z L = p - y$ if and only if $\sum_i y_i = 1$ *)
Theorem gradient_vector_is_p_minus_y_iff : forall (K : nat) (y z : nat -> R),
  (0 < K)%nat ->
  (is_gradient K (loss K y) z (fun j => softmax K z j - y j) <-> sumK K y = 1).
Proof.
  intros K y z some_class. split.
  - intros gradient.
    apply (gradient_is_p_minus_y_iff_labels_sum_to_one K y z 0 some_class).
    exact (gradient_holds_partial_derivatives K (loss K y) z
      (fun j => softmax K z j - y j) 0 gradient some_class).
  - intros labels_sum eps eps_pos.
    destruct (gradient_vector_for_any_labels K y z eps eps_pos) as [r [r_pos close]].
    exists r. split; [exact r_pos |]. intros z' h small near.
    rewrite (sumK_ext K _
      (fun k => (softmax K z k * sumK K y - y k) * (z' k - z k))).
    + exact (close z' h small near).
    + intros k _. rewrite labels_sum. ring.
Qed.

(** * 13. Variants *)

(* Two classes: softmax is a sigmoid. $p_1 = 1 / (1 + e^{-(z_1 - z_0)})$ *)
Theorem softmax_of_two_classes_is_a_sigmoid : forall z : nat -> R,
  softmax 2 z 1 = 1 / (1 + exp (- (z 1%nat - z 0%nat))).
Proof.
  intros z. unfold softmax, partition_sum. simpl.
  replace (- (z 1%nat - z 0%nat)) with (z 0%nat + - z 1%nat) by ring.
  rewrite exp_plus, exp_Ropp.
  assert (e0 := exp_pos (z 0%nat)). assert (e1 := exp_pos (z 1%nat)).
  field. split; lra.
Qed.

(* V16. Class weights. $\partial L/\partial z_j = p_j \sum_i w_i y_i - w_j y_j$ *)
Theorem gradient_with_class_weights :
  forall (K : nat) (w y z : nat -> R) (j : nat),
  (j < K)%nat ->
  partial (fun x => - sumK K (fun i => w i * y i * ln (softmax K x i))) z j
    (softmax K z j * sumK K (fun i => w i * y i) - w j * y j).
Proof.
  intros K w y z j j_lt_K.
  exact (gradient_for_any_labels K (fun i => w i * y i) z j j_lt_K).
Qed.

(* V18. A weighted one-hot label. $\partial L/\partial z_j = w_c (p_j - \delta_{jc})$ *)
Theorem gradient_with_class_weights_one_hot :
  forall (K : nat) (w z : nat -> R) (c j : nat),
  (j < K)%nat -> (c < K)%nat ->
  partial (fun x => - sumK K (fun i => w i * delta i c * ln (softmax K x i))) z j
    (w c * (softmax K z j - delta j c)).
Proof.
  intros K w z c j j_lt_K c_lt_K. eapply derivative_value.
  - apply (gradient_with_class_weights K w (fun i => delta i c)), j_lt_K.
  - rewrite (partial_of_path K w c c_lt_K). unfold delta.
    destruct (Nat.eqb_spec j c) as [j_is_c | _]; [rewrite j_is_c |]; ring.
Qed.

(** Below, T <> 0 is there so that z / T means what it says. The first proof does not
    use it, as the library has x / 0 = 0; the second cannot do without it. *)

(* V10. Temperature. $\partial L(z/T)/\partial z_j = (p_j(z/T) - y_j) / T$ *)
Theorem gradient_with_temperature :
  forall (K : nat) (y z : nat -> R) (T : R) (j : nat),
  (j < K)%nat -> T <> 0 -> sumK K y = 1 ->
  partial (fun x => loss K y (fun k => x k / T)) z j
    ((softmax K (fun k => z k / T) j - y j) / T).
Proof.
  intros K y z T j j_lt_K _ labels_sum. unfold partial. eapply derivative_value.
  - apply (loss_along_a_path K y (fun t k => upd z j t k / T)
      (fun k => delta k j * / T)).
    intros k _. unfold Rdiv. eapply derivative_value.
    + apply (derivable_pt_lim_mult (fun t => upd z j t k) (fun _ => / T)).
      * apply derivative_upd.
      * apply (derivable_pt_lim_const (/ T)).
    + ring.
  - rewrite (sumK_ext K _ (fun k => delta k j * ((softmax K (fun i => z i / T) k
      - y k) / T))).
    + apply sumK_delta, j_lt_K.
    + intros k _. rewrite labels_sum.
      rewrite (softmax_ext K (fun i => upd z j (z j) i / T) (fun i => z i / T)).
      * unfold Rdiv. ring.
      * intros i. rewrite upd_same. reflexivity.
Qed.

(* V11. In the temperature. $\partial L(z/T)/\partial T = -\sum_j (p_j - y_j) z_j/T^2$ *)
Theorem derivative_in_the_temperature : forall (K : nat) (y z : nat -> R) (T : R),
  T <> 0 -> sumK K y = 1 ->
  derivable_pt_lim (fun s => loss K y (fun k => z k / s)) T
    (- sumK K (fun j => (softmax K (fun k => z k / T) j - y j) * z j) / T ^ 2).
Proof.
  intros K y z T T_not_0 labels_sum. eapply derivative_value.
  - apply (loss_along_a_path K y (fun s k => z k / s) (fun k => - z k / T ^ 2)).
    intros k _. eapply derivative_value.
    + apply (derivable_pt_lim_div (fun _ => z k) (fun s => s)).
      * apply (derivable_pt_lim_const (z k)).
      * apply derivable_pt_lim_id.
      * exact T_not_0.
    + unfold Rsqr. field. exact T_not_0.
  - rewrite (sumK_ext K _
      (fun j => - / T ^ 2 * ((softmax K (fun k => z k / T) j - y j) * z j))).
    + rewrite sumK_scal. field. exact T_not_0.
    + intros j _. rewrite labels_sum. field. exact T_not_0.
Qed.

(* V2. Smoothed labels sum to one. $\sum_i ((1-\epsilon) y_i + \epsilon/K) = 1$ *)
Theorem smoothed_labels_sum_to_one : forall (K : nat) (y : nat -> R) (eps : R),
  (0 < K)%nat -> sumK K y = 1 ->
  sumK K (fun i => (1 - eps) * y i + eps / INR K) = 1.
Proof.
  intros K y eps some_class labels_sum.
  assert (K_not_0 : INR K <> 0) by (apply not_0_INR; lia).
  rewrite sumK_plus, sumK_scal, sumK_const, labels_sum. field. exact K_not_0.
Qed.

(* V4. Smoothing. $\partial L/\partial z_j = p_j - (1-\epsilon) y_j - \epsilon/K$ *)
Theorem gradient_with_label_smoothing :
  forall (K : nat) (y z : nat -> R) (eps : R) (j : nat),
  (j < K)%nat -> sumK K y = 1 ->
  partial (loss K (fun i => (1 - eps) * y i + eps / INR K)) z j
    (softmax K z j - (1 - eps) * y j - eps / INR K).
Proof.
  intros K y z eps j j_lt_K labels_sum. eapply derivative_value.
  - apply gradient_is_p_minus_y; [exact j_lt_K |].
    apply smoothed_labels_sum_to_one; [lia | exact labels_sum].
  - simpl. ring.
Qed.

(** B1. The logits of a linear layer: $z_j = \sum_d x_d W_{dj} + b_j$. The weights W
    have a row for each of D features and a column for each class. *)
Definition linear (D : nat) (W : nat -> nat -> R) (b x : nat -> R) : nat -> R :=
  fun j => sumK D (fun d => x d * W d j) + b j.

(** [upd_entry W d j t] is the matrix W with its entry (d, j) replaced by t. *)
Definition upd_entry (W : nat -> nat -> R) (d j : nat) (t : R) : nat -> nat -> R :=
  fun m => if Nat.eqb m d then upd (W m) j t else W m.

Lemma derivative_upd_entry : forall W (d j m i : nat) (t : R),
  derivable_pt_lim (fun s => upd_entry W d j s m i) t (delta m d * delta i j).
Proof.
  intros W d j m i t. unfold upd_entry, delta at 1. destruct (Nat.eqb m d).
  - rewrite Rmult_1_l. apply derivative_upd.
  - rewrite Rmult_0_l. apply (derivable_pt_lim_const (W m i)).
Qed.

Lemma upd_entry_same : forall W (d j m i : nat), upd_entry W d j (W d j) m i = W m i.
Proof.
  intros W d j m i. unfold upd_entry.
  destruct (Nat.eqb_spec m d) as [m_is_d | _].
  - subst m. apply upd_same.
  - reflexivity.
Qed.

Lemma linear_upd_entry_same : forall D W b x (d j i : nat),
  linear D (upd_entry W d j (W d j)) b x i = linear D W b x i.
Proof.
  intros D W b x d j i. unfold linear. f_equal. apply sumK_ext. intros m _.
  rewrite upd_entry_same. reflexivity.
Qed.

(** Moving the weight W_dj moves the logit z_j, with speed x_d, and no other. *)
Lemma derivative_linear : forall D W b x (d j i : nat) (t : R),
  (d < D)%nat ->
  derivable_pt_lim (fun s => linear D (upd_entry W d j s) b x i) t (delta i j * x d).
Proof.
  intros D W b x d j i t d_lt_D. unfold linear. eapply derivative_value.
  - apply (derivable_pt_lim_plus
      (fun s => sumK D (fun m => x m * upd_entry W d j s m i)) (fun _ => b i)).
    + apply (derivative_sumK D (fun m s => x m * upd_entry W d j s m i)
        (fun m => delta m d * (delta i j * x m))).
      intros m _. eapply derivative_value.
      * apply (derivable_pt_lim_scal (fun s => upd_entry W d j s m i)).
        apply derivative_upd_entry.
      * ring.
    + apply (derivable_pt_lim_const (b i)).
  - rewrite (sumK_delta D (fun m => delta i j * x m)) by exact d_lt_D. ring.
Qed.

(* B3. The weights. $\partial L/\partial W_{dj} = x_d (p_j - y_j)$ *)
Theorem weight_gradient :
  forall (K D : nat) (W : nat -> nat -> R) (b x y : nat -> R) (d j : nat),
  (d < D)%nat -> (j < K)%nat -> sumK K y = 1 ->
  derivable_pt_lim (fun t => loss K y (linear D (upd_entry W d j t) b x)) (W d j)
    (x d * (softmax K (linear D W b x) j - y j)).
Proof.
  intros K D W b x y d j d_lt_D j_lt_K labels_sum. eapply derivative_value.
  - apply (loss_along_a_path K y (fun t => linear D (upd_entry W d j t) b x)
      (fun i => delta i j * x d)).
    intros i _. apply derivative_linear, d_lt_D.
  - rewrite (sumK_ext K _
      (fun i => delta i j * (x d * (softmax K (linear D W b x) i - y i)))).
    + apply (sumK_delta K (fun i => x d * (softmax K (linear D W b x) i - y i))).
      exact j_lt_K.
    + intros i _. rewrite labels_sum.
      rewrite (softmax_ext K (linear D (upd_entry W d j (W d j)) b x) (linear D W b x)).
      * ring.
      * apply linear_upd_entry_same.
Qed.

(* B4. The bias. $\partial L/\partial b_j = p_j - y_j$ *)
Theorem bias_gradient :
  forall (K D : nat) (W : nat -> nat -> R) (b x y : nat -> R) (j : nat),
  (j < K)%nat -> sumK K y = 1 ->
  partial (fun c => loss K y (linear D W c x)) b j
    (softmax K (linear D W b x) j - y j).
Proof.
  intros K D W b x y j j_lt_K labels_sum. unfold partial. eapply derivative_value.
  - apply (loss_along_a_path K y (fun t => linear D W (upd b j t) x)
      (fun i => delta i j)).
    intros i _. unfold linear. eapply derivative_value.
    + apply (derivable_pt_lim_plus
        (fun _ => sumK D (fun d => x d * W d i)) (fun t => upd b j t i)).
      * apply (derivable_pt_lim_const (sumK D (fun d => x d * W d i))).
      * apply derivative_upd.
    + ring.
  - rewrite (partial_of_path K (fun i =>
      softmax K (linear D W (upd b j (b j)) x) i * sumK K y - y i)) by exact j_lt_K.
    rewrite labels_sum.
    rewrite (softmax_ext K (linear D W (upd b j (b j)) x) (linear D W b x)).
    + ring.
    + intros i. unfold linear. rewrite upd_same. reflexivity.
Qed.

(* B8. A batch. $\partial J/\partial W_{dj} = \frac1N\sum_n X_{nd} (P_{nj}-Y_{nj})$ *)
Theorem batch_weight_gradient :
  forall (N K D : nat) (W X Y : nat -> nat -> R) (b : nat -> R) (d j : nat),
  (0 < N)%nat -> (d < D)%nat -> (j < K)%nat ->
  (forall n, (n < N)%nat -> sumK K (Y n) = 1) ->
  derivable_pt_lim
    (fun t => sumK N (fun n => loss K (Y n) (linear D (upd_entry W d j t) b (X n)))
      / INR N)
    (W d j)
    (sumK N (fun n => X n d * (softmax K (linear D W b (X n)) j - Y n j)) / INR N).
Proof.
  intros N K D W X Y b d j some_example d_lt_D j_lt_K labels_sum.
  assert (N_not_0 : INR N <> 0) by (apply not_0_INR; lia).
  eapply derivative_value.
  - apply (derivable_pt_lim_div (fun t =>
      sumK N (fun n => loss K (Y n) (linear D (upd_entry W d j t) b (X n))))
      (fun _ => INR N)); [| apply (derivable_pt_lim_const (INR N)) | exact N_not_0].
    apply (derivative_sumK N
      (fun n t => loss K (Y n) (linear D (upd_entry W d j t) b (X n)))
      (fun n => X n d * (softmax K (linear D W b (X n)) j - Y n j))).
    intros n n_lt_N. apply weight_gradient.
    + exact d_lt_D.
    + exact j_lt_K.
    + apply labels_sum, n_lt_N.
  - unfold Rsqr. field. exact N_not_0.
Qed.

(** * 14. The result in the standard library's own words

  [sum_f_R0 f n] is f 0 + f 1 + ... + f n, so there are K = n + 1 classes. *)

(* E18. $\frac{\partial}{\partial z_j} (-\sum_i y_i \ln p_i) = p_j - y_j$ *)
Theorem softmax_cross_entropy_gradient :
  forall (n : nat) (y z : nat -> R) (j : nat),
  (j <= n)%nat -> sum_f_R0 y n = 1 ->
  derivable_pt_lim
    (fun t =>
      let x := fun k => if Nat.eqb k j then t else z k in
      - sum_f_R0 (fun i =>
          y i * ln (exp (x i) / sum_f_R0 (fun k => exp (x k)) n)) n)
    (z j)
    (exp (z j) / sum_f_R0 (fun k => exp (z k)) n - y j).
Proof.
  intros n y z j j_le_n labels_sum.
  rewrite <- !sumK_is_sum_f_R0 in *.
  apply (derivative_ext (fun t => loss (S n) y (upd z j t))).
  - intros t. cbv zeta. rewrite <- sumK_is_sum_f_R0. unfold loss. f_equal.
    apply sumK_ext. intros i _. rewrite <- sumK_is_sum_f_R0. reflexivity.
  - apply (gradient_is_p_minus_y (S n) y z j); [lia | exact labels_sum].
Qed.
